package com.globant.hiring.csv;

import static com.globant.hiring.csv.Limits.BATCH_CHARS;
import static com.globant.hiring.csv.Limits.BATCH_ROWS;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.text.Blanks;
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
final class CsvRows implements RawRows {
  /** More fields than any header or row may have are counted and not kept. */
  static final int MOST_FIELDS = 4096;

  private static final int USUAL_FIELDS = 64;

  /** Ctrl-Z, which DOS and CP/M put at the end of texts. */
  private static final char END_MARK = '\u001A';

  private final Limits limits;
  private final LoadMemory memory;
  private final CsvFormat format;
  private final RecordText text;
  private final Records records = new Records();
  private Iterator<RawRow> rows;

  /** Not a record, if only records without a value follow to the end of the file. */
  private @Nullable RawRow endMark;

  private final boolean toEndOfFile;

  /** Fields of the records of the batch. */
  private int batchFields;

  /** Fields of the last record. */
  private int rowFields;

  /**
   * @param skipFirst whether the first record is none
   */
  CsvRows(Reader content, Limits limits, LoadMemory memory, CsvFormat format, boolean skipFirst) {
    this(content, limits, memory, format, 0, true);
    this.records.skipNext = skipFirst;
  }

  /**
   * Rows of a slice of a file.
   *
   * @param linesBefore lines of the file before the slice
   * @param toEndOfFile whether the file ends with the slice
   */
  CsvRows(
      Reader content,
      Limits limits,
      LoadMemory memory,
      CsvFormat format,
      long linesBefore,
      boolean toEndOfFile) {
    this.limits = limits;
    this.memory = memory;
    this.format = format;
    this.text = new RecordText(content, limits, memory, format);
    this.toEndOfFile = toEndOfFile;
    this.records.linesBefore = linesBefore;
    this.rows = parser().iterator();
  }

  // The option is deprecated for removal. Without it, one malformed row would end the file.
  @SuppressWarnings("removal")
  private CsvReader<RawRow> parser() {
    Reader source =
        format.skipsInitialSpace() ? new InitialSpaceFilter(text, limits, format) : text;
    return CsvReader.builder()
        .fieldSeparator(format.delimiter().character())
        .quoteCharacter(format.quote())
        .commentCharacter(format.comment())
        .allowExtraCharsAfterClosingQuote(true)
        .allowUnclosedQuote(false)
        .commentStrategy(format.hasComments() ? CommentStrategy.SKIP : CommentStrategy.NONE)
        .skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .maxBufferSize(bufferFor(limits))
        .build(records, source);
  }

  /**
   * Enough for the largest record and what is read ahead, so that our limit applies before that of
   * the parser. A power of two, since the parser doubles its buffer.
   */
  private static int bufferFor(Limits limits) {
    return Math.max(64 * 1024, Integer.highestOneBit(limits.recordChars()) * 4);
  }

  @Override
  public Delimiter delimiter() {
    return format.delimiter();
  }

  @Override
  public boolean inTableOrder() {
    return false;
  }

  @Override
  public boolean tryBeginBatch() {
    return memory.tryBeginBatch();
  }

  @Override
  public void settled() {
    memory.settled();
  }

  /** Whether a record is a mark of the end, if it is the last one. */
  private static boolean isEndMark(RawRow row) {
    CharSequence raw = row.raw();
    return raw.charAt(0) == END_MARK && raw.chars().allMatch(c -> c == END_MARK);
  }

  @Override
  public List<RawRow> next() throws IOException {
    List<RawRow> batch = new ArrayList<>(BATCH_ROWS);
    if (!memory.tryBeginBatch()) {
      throw new IllegalStateException("Batches must be settled before the next is read");
    }
    if (memory.isAfterLarge()) {
      // The buffer of a parser never shrinks, and the memory for it is given back.
      records.linesBefore = text.rewind() - 1;
      rows = parser().iterator();
    }
    text.beginBatch(BATCH_CHARS);
    batchFields = 0;
    try {
      while (batch.size() < BATCH_ROWS
          && text.batchLength() < BATCH_CHARS
          && (batch.isEmpty()
              || memory.hasRoom(text.batchLength(), batch.size(), batchFields + rowFields))
          && rows.hasNext()) {
        if (endMark != null) {
          batch.add(endMark);
          endMark = null;
        }
        RawRow row = rows.next();
        if (toEndOfFile && isEndMark(row)) {
          endMark = row;
        } else {
          batch.add(row);
        }
      }
      memory.endBatch(text.batchLength(), text.arrayLength(), batch.size(), batchFields);
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    } catch (CsvParseException failure) {
      throw causeOf(failure);
    }
    return batch;
  }

  /** The parser wraps what its source throws. It reports one fault of its own. */
  private RuntimeException causeOf(CsvParseException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof RuntimeException unchecked) {
      return unchecked;
    }
    return new FileRefused(
        Reason.MALFORMED_CSV,
        "line %d: the record that begins here has a quote that is not closed by the end of the file; close it, and double the quotes inside quoted fields"
            .formatted(records.line()),
        failure);
  }

  @Override
  public void close() {
    memory.close();
  }

  /** Builds rows from what the parser finds. */
  private final class Records extends AbstractBaseCsvCallbackHandler<RawRow> {
    private @Nullable String[] fields = new String[USUAL_FIELDS];

    /** Lines that parsers before this one have read. */
    private long linesBefore;

    private int length;
    private int filled;
    private boolean blank;
    private boolean quotes;
    private boolean skipNext;

    long line() {
      return linesBefore + getStartingLineNumber();
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      text.beginRecord(linesBefore + startingLineNumber);
      length = 0;
      filled = 0;
      blank = true;
      quotes = false;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int size, boolean quoted) {
      length += size;
      quotes |= quoted;
      if (size > 0) {
        filled = index + 1;
        blank = blank && isBlank(buffer, offset, size);
      }
      if (index == fields.length && index < MOST_FIELDS) {
        fields = Arrays.copyOf(fields, 2 * index);
      }
      if (index < fields.length) {
        fields[index] = size == 0 && !quoted ? null : new String(buffer, offset, size);
      }
    }

    private static boolean isBlank(char[] buffer, int offset, int size) {
      for (int i = offset; i < offset + size; i++) {
        if (!Blanks.is(buffer[i])) {
          return false;
        }
      }
      return true;
    }

    /** Null for blank lines, comments and records without a value: the parser passes over them. */
    @Override
    protected @Nullable RawRow buildRecord() {
      if (getRecordType() != RecordType.DATA) {
        return null;
      }
      int count = getFieldCount();
      int separators = count - 1;
      TextSlice raw =
          quotes || format.skipsInitialSpace()
              ? text.takeScanned()
              : text.takePlain(length + separators);
      boolean malformed = quotes && text.scannedMalformed();
      if ((blank && !malformed) || skipNext) {
        skipNext = false;
        text.passOver();
        return null;
      }
      @Nullable String[] kept = Arrays.copyOf(fields, Math.min(count, MOST_FIELDS));
      rowFields = kept.length;
      batchFields += rowFields;
      return new RawRow(line(), kept, count, filled, malformed, raw);
    }
  }
}
