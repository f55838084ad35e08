package com.globant.hiring.csv;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.RawRow;
import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.RecordType;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of CSV, parsed by FastCSV. */
final class FastCsvRows implements RowSource {
  /** More fields than any header or row can rightly have are counted and not kept. */
  private static final int KEPT_FIELDS = 64;

  private final Limits limits;
  private final LoadMemory memory;
  private final RecordText text;
  private final Records records = new Records();
  private Iterator<RawRow> rows;
  private boolean large;

  FastCsvRows(Reader content, Limits limits, LoadMemory memory) {
    this.limits = limits;
    this.memory = memory;
    this.text = new RecordText(content, limits, memory);
    this.rows = parser().iterator();
  }

  // FastCSV means to drop that option; until then it is what lets one bad row be one bad row.
  @SuppressWarnings("removal")
  private CsvReader<RawRow> parser() {
    return CsvReader.builder()
        .allowExtraCharsAfterClosingQuote(true)
        .allowUnclosedQuote(false)
        .commentStrategy(CommentStrategy.NONE)
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .maxBufferSize(bufferFor(limits))
        .build(records, text);
  }

  /**
   * Enough for a record at its limit and what is read ahead, so that the parser's own limit is
   * never met; a power of two, for the parser doubles its buffer and takes the last step to be a
   * full one.
   */
  private static int bufferFor(Limits limits) {
    return Math.max(64 * 1024, Integer.highestOneBit(limits.recordChars()) * 4);
  }

  @Override
  public List<RawRow> next() throws IOException {
    List<RawRow> batch = new ArrayList<>(BATCH_ROWS);
    if (large) {
      // The buffer of a parser never shrinks, and nothing keeps room for it any more.
      records.linesBefore = text.rewind() - 1;
      rows = parser().iterator();
    }
    memory.beginBatch();
    text.beginBatch(BATCH_CHARS);
    try {
      while (batch.size() < BATCH_ROWS
          && text.batchLength() < BATCH_CHARS
          && (batch.isEmpty() || memory.hasRoom(text.batchLength(), batch.size()))
          && rows.hasNext()) {
        batch.add(rows.next());
      }
      large = memory.isLarge();
      memory.endBatch(text.batchLength(), text.arrayLength(), batch.size());
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    } catch (CsvParseException failure) {
      throw causeOf(failure);
    }
    return batch;
  }

  /** The parser wraps whatever its source throws, and has itself one thing left to complain of. */
  private RuntimeException causeOf(CsvParseException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException unchecked) {
      return unchecked;
    }
    return new Refused(
        RefusalCode.MALFORMED_CSV,
        "line %d: the record that begins here has a quote that is not closed by the end of the body; close it, and double the quotes inside quoted fields"
            .formatted(records.line()),
        failure);
  }

  @Override
  public void close() throws IOException {
    text.close();
  }

  /** Builds rows from what the parser finds. */
  private final class Records extends AbstractBaseCsvCallbackHandler<RawRow> {
    private final @Nullable String[] fields = new String[KEPT_FIELDS];

    /** Lines that parsers before this one have read. */
    private long linesBefore;

    private int length;
    private boolean quotes;

    long line() {
      return linesBefore + getStartingLineNumber();
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      text.beginRecord(linesBefore + startingLineNumber);
      length = 0;
      quotes = false;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int size, boolean quoted) {
      length += size;
      quotes |= quoted;
      if (index < KEPT_FIELDS) {
        fields[index] = size == 0 && !quoted ? null : new String(buffer, offset, size);
      }
    }

    /** Null for blank lines, which the parser then passes over. */
    @Override
    protected @Nullable RawRow buildRecord() {
      if (getRecordType() == RecordType.EMPTY) {
        return null;
      }
      int count = getFieldCount();
      int separators = count - 1;
      TextSlice raw = quotes ? text.takeScanned() : text.takePlain(length + separators);
      boolean malformed = quotes && text.scannedMalformed();
      @Nullable String[] kept = Arrays.copyOf(fields, Math.min(count, KEPT_FIELDS));
      return new RawRow(line(), kept, count, malformed, raw);
    }
  }
}
