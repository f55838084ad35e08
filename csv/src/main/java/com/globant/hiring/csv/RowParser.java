package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of files, of any number at once within one budget of memory. For any thread.
 *
 * <p>The streams stay their callers' to close. Whatever they throw is thrown as it is.
 */
public final class RowParser {
  /** Default limit of a field, in bytes of UTF-8. */
  public static final int DEFAULT_FIELD_LIMIT = 128 * 1024;

  /** How long a file waits for the memory of a large record. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int BLOCK_BYTES = 16 * 1024;

  private final Limits limits;
  private final MemoryBudget budget;

  /**
   * @param fieldLimit largest field that is read, in bytes of UTF-8, from 1 to 67,108,863; a whole
   *     record may have eight times as many characters
   * @param memoryBytes heap for the rows of all files; at least {@link #bytesOfLargestRecord}
   */
  public RowParser(int fieldLimit, long memoryBytes) {
    this.limits = new Limits(fieldLimit);
    this.budget = new MemoryBudget(memoryBytes, limits.largestRecordBytes(), PATIENCE);
  }

  /** Bytes of heap that each file takes besides those of the budget. */
  public static long bytesOfEachFile() {
    return LoadMemory.OWN_BYTES;
  }

  /**
   * Bytes of heap that the largest record takes.
   *
   * @param fieldLimit as given to the constructor
   */
  public static long bytesOfLargestRecord(int fieldLimit) {
    return new Limits(fieldLimit).largestRecordBytes();
  }

  /**
   * Begins to read CSV. Quotes, comments and initial blanks are those of the table's dialect.
   * Blocks until the first bytes have arrived.
   *
   * @param charset of the text, unless it begins with a byte order mark of another one; null for
   *     the encoding of the table's definition, else UTF-8
   * @param delimiter null if the file decides: by a first line {@code sep=;}, else it is the comma
   * @throws FileRefused if the first bytes are no CSV
   */
  public RawRows csv(
      Table table, InputStream bytes, @Nullable Charset charset, @Nullable Delimiter delimiter)
      throws IOException {
    FirstBytes first = FirstBytes.ofCsv(bytes, charset(table, charset));
    SeparatorLine line = SeparatorLine.in(first.firstLine());
    Delimiter used = delimiter == null && line != null ? line.delimiter() : delimiter;
    return new CsvRows(
        new DecodingReader(first.content(), first.charset(), BLOCK_BYTES, true),
        limits,
        new LoadMemory(budget, limits),
        CsvFormat.of(table.definition().dialect(), used == null ? Delimiter.COMMA : used),
        line != null);
  }

  /**
   * Begins to read a slice of a CSV file in UTF-8 that does not begin where the file does. Slices
   * are cut where records begin, see {@link RecordStates}.
   *
   * @param delimiter of the file
   * @param linesBefore lines of the file before the slice
   * @param toEndOfFile whether the file ends with the slice
   */
  public RawRows csvSlice(
      Table table, InputStream bytes, Delimiter delimiter, long linesBefore, boolean toEndOfFile) {
    return new CsvRows(
        new DecodingReader(bytes, StandardCharsets.UTF_8, BLOCK_BYTES, false),
        limits,
        new LoadMemory(budget, limits),
        CsvFormat.of(table.definition().dialect(), delimiter),
        linesBefore,
        toEndOfFile);
  }

  private static Charset charset(Table table, @Nullable Charset declared) {
    if (declared != null) {
      return declared;
    }
    Charset encoding = table.definition().encoding();
    return encoding == null ? StandardCharsets.UTF_8 : encoding;
  }

  /**
   * Begins to read JSON in UTF-8, an array of objects. Blocks until the first bytes have arrived.
   *
   * @throws FileRefused if the first bytes are no JSON
   */
  public RawRows json(Table table, InputStream bytes) throws IOException {
    FirstBytes first = FirstBytes.ofJson(bytes);
    return new JsonRows(
        table,
        new DecodingReader(first.content(), StandardCharsets.UTF_8, BLOCK_BYTES, true),
        limits,
        new LoadMemory(budget, limits));
  }

  /** A first line {@code sep=;}, which names the delimiter for Excel. It is no row. */
  private record SeparatorLine(char separator) {
    /** Programs that do not know the line quote it, or add empty fields. */
    private static final Pattern LINE =
        Pattern.compile(
            "[\\uFEFF\\u200B]*(\"?)sep=([^\\p{L}\\p{N}\" ])\\1(?:\\2| )*",
            Pattern.CASE_INSENSITIVE);

    /** The line, or null if it is something else. */
    static @Nullable SeparatorLine in(String firstLine) {
      Matcher line = LINE.matcher(firstLine);
      return line.matches() ? new SeparatorLine(line.group(2).charAt(0)) : null;
    }

    /**
     * The delimiter that it names.
     *
     * @throws FileRefused if it is none of {@link Delimiter}
     */
    Delimiter delimiter() {
      return Delimiter.of(separator)
          .orElseThrow(
              () ->
                  new FileRefused(
                      Reason.MALFORMED_CSV,
                      "line 1: sep=%s names a delimiter that is not read; separate the fields by commas, semicolons, tabs or vertical bars"
                          .formatted(separator)));
    }
  }
}
