package com.globant.hiring.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.csv.PlainCsv.PlainRow;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.text.Blanks;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** What holds for all CSV, and for all that is none. */
class CsvRowsTest {
  private static final int FIELD_LIMIT = 40;
  private static final Table TABLE = HiringTables.DEPARTMENTS;
  private static final RowParser PARSER = new RowParser(FIELD_LIMIT, 256L << 20);

  private static final RowParser ROOMY = new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 256L << 20);

  @Property
  void writtenRecordsAreReadBack(
      @ForAll("records") List<List<@Nullable String>> records, @ForAll LineDelimiter lineEnd) {
    StringWriter text = new StringWriter();
    CsvWriter writer =
        CsvWriter.builder()
            .commentCharacter('\0')
            .lineDelimiter(lineEnd)
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(text);
    List<List<@Nullable String>> written = new ArrayList<>(records);
    // Zeros among the first four bytes of a file would show UTF-16 or UTF-32.
    written.add(0, List.of("first", "record"));
    written.forEach(writer::writeRecord);
    flush(writer);

    Reading reading = read(ROOMY, bytes(text.toString()));

    assertThat(reading.refusal()).isNull();
    assertThat(reading.rows()).extracting(RawRow::fields).isEqualTo(written);
    assertThat(reading.rows()).noneMatch(RawRow::malformed);
    String joined =
        reading.rows().stream().map(row -> row.raw() + lineEnd.toString()).collect(joining());
    assertThat(joined).isEqualTo(text.toString());
  }

  @Property(tries = 3000)
  void anyTextIsReadAsDefined(
      @ForAll("texts") String withCommas,
      @ForAll Delimiter delimiter,
      @ForAll("dialects") Dialect dialect,
      @ForAll @IntRange(min = 1, max = 200) int piece) {
    String text = withCommas.replace(',', delimiter.character()).replace('"', dialect.quoteChar());
    Table table = Dialects.of(TABLE, dialect);
    Reading reading =
        Reading.of(
            () -> PARSER.csv(table, Reading.stream(pieces(bytes(text), piece)), UTF_8, delimiter));

    PlainCsv expected = PlainCsv.read(text, FIELD_LIMIT, CsvFormat.of(dialect, delimiter), 2);
    Assume.that(!expected.isUndefined());
    FileRefused refusal = reading.refusal();
    if (refusal != null) {
      assertThat(refusal.reason()).isEqualTo(expected.refused());
      assertThat(refusal.detail())
          .as(text.replace("\r", "\\r").replace("\n", "\\n"))
          .startsWith("line " + expected.line() + ":");
      return;
    }
    assertThat(expected.refused()).isNull();
    assertThat(reading.rows()).hasSameSizeAs(expected.rows());
    for (int i = 0; i < expected.rows().size(); i++) {
      assertRow(reading.rows().get(i), expected.rows().get(i));
    }
  }

  private static void assertRow(RawRow row, PlainRow expected) {
    assertThat(row.line()).isEqualTo(expected.line());
    assertThat(row.raw().toString()).isEqualTo(expected.raw());
    assertThat(row.malformed()).isEqualTo(expected.malformed());
    if (!expected.malformed()) {
      // Empty fields beyond those of the table are left to the rules.
      int count = Math.min(row.fieldCount(), Math.max(2, row.filledCount()));
      assertThat(count).isEqualTo(expected.fields().size());
      assertThat(row.fields().subList(0, Math.min(count, CsvRows.MOST_FIELDS)))
          .isEqualTo(expected.fields().stream().limit(CsvRows.MOST_FIELDS).toList());
    }
  }

  @Property(tries = 3000)
  void readingDoesNotDependOnThePiecesOfTheStream(
      @ForAll("bytes") byte[] bytes, @ForAll @IntRange(min = 1, max = 200) int piece) {
    assertThat(read(PARSER, pieces(bytes, piece)).described())
        .isEqualTo(read(PARSER, List.of(bytes)).described());
  }

  private static List<byte[]> pieces(byte[] bytes, int piece) {
    List<byte[]> pieces = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += piece) {
      pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
    }
    return pieces;
  }

  @Property
  void anyJsonIsReadOrRefusedInOurOwnWords(@ForAll("jsonLike") byte[] bytes) {
    List<String> whole = json(List.of(bytes));

    assertThat(json(Reading.byteByByte(bytes))).isEqualTo(whole);
    assertThat(whole)
        .noneMatch(line -> line.matches("(?is).*(Feature|expecting|expected|unexpected|token).*"));
  }

  @Provide
  Arbitrary<List<List<@Nullable String>>> records() {
    Arbitrary<String> cells =
        Arbitraries.oneOf(
            Arbitraries.strings().withChars("ab,\"\r\n #é€\t;").ofMaxLength(12),
            Arbitraries.strings().withCharRange('\u0000', '\uD7FF').ofMaxLength(20),
            Arbitraries.of("", "😀", "x".repeat(9000), "\"".repeat(5000), "\r\n".repeat(5000)));
    // One missing value alone would be a blank line, in which there is no record.
    // Neither are records without any value, or empty fields beyond the two columns.
    return cells
        .injectNull(0.1)
        .list()
        .ofMinSize(2)
        .ofMaxSize(6)
        .filter(record -> record.stream().anyMatch(CsvRowsTest::isValue))
        .filter(record -> record.size() == 2 || isValue(record.get(record.size() - 1)))
        .list()
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.frequency(
            Tuple.of(6, "\""),
            Tuple.of(4, ","),
            Tuple.of(2, "\n"),
            Tuple.of(2, "\r"),
            Tuple.of(5, "a"),
            Tuple.of(2, " "),
            Tuple.of(1, "\u001A"),
            Tuple.of(1, "é€"),
            Tuple.of(1, "#"),
            Tuple.of(1, "\n#"),
            Tuple.of(1, "\t"),
            Tuple.of(1, "xxxxxxxxxxxxxxxx"))
        .list()
        .ofMaxSize(80)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Dialect> dialects() {
    return Combinators.combine(
            Arbitraries.of('"', '\'', '~'),
            Arbitraries.of('#', 'a').injectNull(0.5),
            Arbitraries.of(true, false))
        .as((quote, comment, initial) -> new Dialect(null, null, quote, comment, initial));
  }

  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<Byte> telling = Arbitraries.of(bytesOf("\",\n\raé \u001A")).map(Byte::valueOf);
    return Arbitraries.oneOf(telling, telling, Arbitraries.bytes())
        .array(byte[].class)
        .ofMaxSize(400);
  }

  @Provide
  Arbitrary<byte[]> jsonLike() {
    return Arbitraries.of(
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "\"id\"",
            "\"department\"",
            "\"x\"",
            "1",
            "1.5",
            "NaN",
            "None",
            "'",
            "/",
            "+",
            "\\x",
            "null",
            "true",
            " ",
            "\n",
            "\\",
            "\"",
            "[{\"id\":1",
            "},{\"id\":2",
            "}]",
            "\"xxxxxxxxxxxxxxxxxx")
        .list()
        .ofMaxSize(12)
        .map(parts -> bytes(String.join("", parts)));
  }

  private static boolean isValue(@Nullable String cell) {
    return cell != null && !Blanks.only(cell);
  }

  private static Set<Byte> bytesOf(String text) {
    Set<Byte> bytes = new LinkedHashSet<>();
    for (byte one : bytes(text)) {
      bytes.add(one);
    }
    return bytes;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static List<String> json(List<byte[]> pieces) {
    return Reading.of(() -> PARSER.json(TABLE, Reading.stream(pieces))).described();
  }

  private static Reading read(RowParser parser, byte[] bytes) {
    return read(parser, List.of(bytes));
  }

  private static Reading read(RowParser parser, List<byte[]> pieces) {
    return Reading.of(() -> parser.csv(TABLE, Reading.stream(pieces), UTF_8, null));
  }

  private static void flush(CsvWriter writer) {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
