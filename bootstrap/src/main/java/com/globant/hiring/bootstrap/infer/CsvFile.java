package com.globant.hiring.bootstrap.infer;

import com.globant.hiring.csv.RowParser;
import com.globant.hiring.domain.Fault;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.raw.Undecodable;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.StringType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A file and how it is written. */
final class CsvFile {
  /** As many columns as a table can have. */
  private static final int MOST_COLUMNS = 1017;

  /** Tried in turn; the last one decodes every byte. */
  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"), StandardCharsets.ISO_8859_1);

  private final Path path;
  private final RowParser parser;
  private final Charset charset;
  private final Delimiter delimiter;
  private final List<RawRow> sample;
  private final int columnCount;
  private final boolean header;

  private CsvFile(Path path, RowParser parser, Charset charset, Inference.Style style)
      throws IOException {
    this.path = path;
    this.parser = parser;
    this.charset = charset;
    this.delimiter = delimiter(style.delimiter());
    this.sample = sample(delimiter);
    if (sample.isEmpty()) {
      throw new UnclearFile(path + " has no records; give a file with rows, or at least a header");
    }
    this.columnCount = filled(sample, mostCommonFieldCount(sample).columns());
    this.header =
        Objects.requireNonNullElseGet(
            style.header(), () -> new HeaderGuess(sample, columnCount, delimiter).isHeader());
  }

  /** Finds out how a file is written. Reads the whole of it if its charset is not given. */
  static CsvFile open(Path path, RowParser parser, Inference.Style style) throws IOException {
    try {
      Charset given = style.charset();
      return new CsvFile(path, parser, given == null ? charset(path, parser) : given, style);
    } catch (FileRefused refused) {
      throw new UnclearFile(path + ": " + refused.getMessage(), refused);
    }
  }

  /** The first charset that decodes all of the file. */
  private static Charset charset(Path path, RowParser parser) throws IOException {
    for (Charset charset : CHARSETS) {
      boolean whole = read(path, parser, charset, null, row -> !Undecodable.isIn(row.raw()));
      if (whole) {
        return charset;
      }
    }
    throw new UnclearFile(path + " is in no charset that is known; name it with --charset");
  }

  Path path() {
    return path;
  }

  /** The name of the file without its endings. */
  String name() {
    String file = PackedFile.unpackedName(String.valueOf(path.getFileName()));
    int end = file.lastIndexOf('.');
    return end <= 0 ? file : file.substring(0, end);
  }

  Charset charset() {
    return charset;
  }

  Delimiter delimiter() {
    return delimiter;
  }

  boolean hasHeader() {
    return header;
  }

  int columnCount() {
    return columnCount;
  }

  /** The first record, as it names the columns. */
  RawRow header() {
    return sample.get(0);
  }

  /**
   * Reads the rows, without the header.
   *
   * @param each returns false if it needs no more rows
   * @return whether all rows were read
   */
  boolean readRows(Predicate<RawRow> each) throws IOException {
    boolean[] first = {header};
    try {
      return read(
          path,
          parser,
          charset,
          delimiter,
          row -> {
            boolean skipped = first[0];
            first[0] = false;
            return skipped || each.test(row);
          });
    } catch (FileRefused refused) {
      throw new UnclearFile(path + ": " + refused.getMessage(), refused);
    }
  }

  private static boolean read(
      Path path,
      RowParser parser,
      Charset charset,
      @Nullable Delimiter delimiter,
      Predicate<RawRow> each)
      throws IOException {
    try (InputStream bytes = PackedFile.open(path);
        RawRows rows = parser.csv(ANY, bytes, charset, delimiter)) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        for (RawRow row : batch) {
          if (!each.test(row)) {
            return false;
          }
        }
        rows.settled();
      }
      return true;
    }
  }

  /** A table of texts, as the parser asks for one. */
  private static final Table ANY =
      new Schema(
              "any",
              List.of(
                  TableDefinition.of(
                      "any",
                      IntStream.range(0, MOST_COLUMNS)
                          .mapToObj(i -> Column.of("column_" + i, new StringType(null)))
                          .toList(),
                      List.of())))
          .tables()
          .get(0);

  /** The first rows; none if they cannot be read. */
  private List<RawRow> sample(@Nullable Delimiter tried) throws IOException {
    try (InputStream bytes = PackedFile.open(path);
        RawRows rows = parser.csv(ANY, bytes, charset, tried)) {
      return new ArrayList<>(rows.next());
    }
  }

  /** The given one, that of a line {@code sep=;}, or the one that divides the first rows best. */
  private Delimiter delimiter(@Nullable Delimiter given) throws IOException {
    if (given != null) {
      return given;
    }
    try (InputStream bytes = PackedFile.open(path);
        RawRows rows = parser.csv(ANY, bytes, charset, null)) {
      if (rows.delimiter() != Delimiter.COMMA) {
        return rows.delimiter();
      }
    }
    Delimiter best = Delimiter.COMMA;
    Division bestDivision = new Division(1, 0);
    for (Delimiter delimiter : Delimiter.values()) {
      List<RawRow> rows = sampleOrNone(delimiter);
      Division division = mostCommonFieldCount(rows);
      if (division.isBetterThan(bestDivision)) {
        best = delimiter;
        bestDivision = division;
      }
    }
    return best;
  }

  /** None if the rows cannot be read with this delimiter. */
  private List<RawRow> sampleOrNone(Delimiter tried) throws IOException {
    try {
      return sample(tried);
    } catch (FileRefused refused) {
      return List.of();
    }
  }

  /**
   * How a delimiter divides rows.
   *
   * @param share of the rows that have as many columns
   */
  private record Division(int columns, double share) {
    private static final double MOST = 0.9;

    boolean isBetterThan(Division other) {
      if (columns == 1 || other.columns == 1) {
        return columns > 1;
      }
      boolean even = share >= MOST;
      boolean otherEven = other.share >= MOST;
      return even == otherEven ? columns > other.columns : even;
    }
  }

  private static Division mostCommonFieldCount(List<RawRow> rows) {
    Map<Integer, Long> counts =
        rows.stream()
            .filter(row -> !row.malformed())
            .collect(Collectors.groupingBy(RawRow::fieldCount, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> new Division(most.getKey(), (double) most.getValue() / rows.size()))
        .orElse(new Division(1, 0));
  }

  /** How many columns there are without those at the end that are empty in all these rows. */
  private static int filled(List<RawRow> rows, int columns) {
    int filled = columns;
    while (filled > 1 && isEmpty(rows, filled - 1)) {
      filled--;
    }
    return filled;
  }

  private static boolean isEmpty(List<RawRow> rows, int column) {
    return rows.stream().allMatch(row -> field(row, column) == null);
  }

  /** A field of a row; null if it is missing, or if the row is shorter. */
  static @Nullable String field(RawRow row, int index) {
    return index < row.fields().size() ? row.field(index) : null;
  }

  /** The value of a field; null if it is missing or has no value of its column. */
  static @Nullable Object value(Column column, RawRow row, int index) {
    String text = field(row, index);
    Object value = text == null ? null : column.type().parse(text);
    return value instanceof Fault ? null : value;
  }
}
