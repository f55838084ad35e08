package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Undecodable;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV (RFC 4180, UTF-8, CRLF) to a stream, through a buffer. A null cell is written as
 * nothing, an empty one as {@code ""}, and a byte that could not be decoded as {@link Undecodable}
 * shows it. For one thread.
 */
public final class CsvOutput implements Closeable {
  /** Size of an undecodable byte as it is shown; some halves of surrogate pairs take more. */
  private static final int SPELLED_OUT = "\\xE9".length();

  private final CsvWriter writer;

  public CsvOutput(OutputStream out) {
    this.writer =
        CsvWriter.builder()
            // There are no comments. Otherwise, cells that begin with # would be quoted.
            .commentCharacter('\0')
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(new SpellingWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
  }

  public void write(List<@Nullable String> record) throws IOException {
    try {
      writer.writeRecord(record);
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  /** About how many bytes a record takes. */
  public static long bytes(List<@Nullable String> record) {
    long bytes = 1;
    for (String cell : record) {
      bytes += 1 + (cell == null ? 0 : bytes(cell));
    }
    return bytes;
  }

  private static long bytes(String cell) {
    long bytes = 0;
    boolean quoted = cell.isEmpty();
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (Character.isSurrogate(c)) {
        bytes += (i > 0 && isPair(cell, i - 1)) || isPair(cell, i) ? 2 : SPELLED_OUT;
      } else {
        bytes += Limits.utf8Bytes(c) + (c == '"' ? 1 : 0);
        quoted |= c == '"' || c == ',' || c == '\n' || c == '\r';
      }
    }
    return bytes + (quoted ? 2 : 0);
  }

  private static boolean isPair(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  /** Writes what is in the buffer, and closes the stream. */
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
