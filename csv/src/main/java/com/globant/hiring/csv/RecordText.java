package com.globant.hiring.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * The source that the parser reads from. It keeps the text until its records are taken, in one
 * array for each batch. A record begins at the first character after the last record that is in no
 * blank line and in no comment. So this needs to know nothing of the parser's buffer.
 */
final class RecordText extends Reader {
  /** Room for what the parser reads at once, and for what it has read ahead. */
  static final int SLACK = 2 * 8192;

  private static final int FIRST_CAPACITY = 32 * 1024;

  private final Reader source;
  private final Limits limits;
  private final LoadMemory memory;
  private final CsvFormat format;

  /** Whether there may be comments or lines of blanks. */
  private final boolean linesWithoutRecord;

  private final RecordScanner scanner;
  private char[] chars = new char[0];

  /** Begin and end of the record that was taken last. */
  private int takenFrom;

  private int taken;

  /** End of the record taken before it. */
  private int takenBefore;

  /** Begin of the next record, or of line ends, blank lines and comments before it. */
  private int position;

  private int filled;

  /** End of what the parser has read. Before {@link #filled} only after {@link #rewind}. */
  private int given;

  private boolean rewound;

  private int capacity = FIRST_CAPACITY;
  private long line;
  private boolean malformed;

  RecordText(Reader source, Limits limits, LoadMemory memory, CsvFormat format) {
    this.source = source;
    this.limits = limits;
    this.memory = memory;
    this.format = format;
    this.linesWithoutRecord = format.hasComments() || format.skipsInitialSpace();
    this.scanner = new RecordScanner(limits, format);
  }

  /**
   * Begins a new array. The arrays before belong to the records that were taken from them.
   *
   * @param most about how many characters the batch will have
   */
  void beginBatch(int most) {
    if (!rewound) {
      skipToRecord();
    }
    int rest = filled - position;
    char[] next = new char[Math.max(Math.min(capacity, memory.chars()), rest + SLACK)];
    System.arraycopy(chars, position, next, 0, rest);
    capacity = Math.max(capacity, Math.min(filled, most) + SLACK);
    chars = next;
    taken = 0;
    takenBefore = 0;
    position = 0;
    filled = rest;
    given = rewound ? 0 : rest;
    rewound = false;
  }

  /** The array of the batch. */
  int arrayLength() {
    return chars.length;
  }

  /**
   * Goes back to the end of the last record taken, so that a new parser can go on there. {@link
   * #beginBatch} must follow.
   *
   * @return the line on which that record ends
   */
  long rewind() {
    position = taken;
    rewound = true;
    long last = line;
    for (int i = takenFrom; i < taken; i++) {
      boolean crlf = chars[i] == '\r' && i + 1 < taken && chars[i + 1] == '\n';
      if (chars[i] == '\n' || (chars[i] == '\r' && !crlf)) {
        last++;
      }
    }
    return last;
  }

  /** Characters of the records of the batch. */
  int batchLength() {
    return taken;
  }

  /** Notes the line on which the parser's record begins. */
  void beginRecord(long lineNumber) {
    line = lineNumber;
  }

  /** Takes the record that the parser has ended, without any quoted field, of this length. */
  TextSlice takePlain(int length) {
    return length > limits.harmlessChars() ? takeScanned() : takeTo(begin() + length);
  }

  /** Takes the record that the parser has ended. */
  TextSlice takeScanned() {
    int end = scanner.advance(chars, begin(), filled, line);
    malformed = scanner.malformed();
    scanner.restart();
    return takeTo(end);
  }

  /** Drops the record that was taken last. */
  void passOver() {
    taken = takenBefore;
  }

  /** Whether the record that was scanned last has characters after a closing quote. */
  boolean scannedMalformed() {
    return malformed;
  }

  private int begin() {
    skipToRecord();
    return position;
  }

  private TextSlice takeTo(int end) {
    TextSlice record = new TextSlice(chars, position, end);
    takenFrom = position;
    takenBefore = taken;
    taken = end;
    position = end;
    return record;
  }

  private void skipToRecord() {
    while (position < filled) {
      if (CsvFormat.isLineEnd(chars[position])) {
        position++;
      } else {
        int end = linesWithoutRecord ? endOfLineWithoutRecord() : position;
        if (end == position) {
          return;
        }
        position = end;
      }
    }
  }

  /** The end of the blank line or comment that begins here, or this position if none does. */
  private int endOfLineWithoutRecord() {
    int at = position;
    while (at < filled && format.skipsInitially(chars[at])) {
      at++;
    }
    if (at < filled && chars[at] == format.comment()) {
      while (at < filled && !CsvFormat.isLineEnd(chars[at])) {
        at++;
      }
    }
    return at < filled && CsvFormat.isLineEnd(chars[at]) ? at : position;
  }

  /** The parser calls this when it has parsed everything before, and its record has not ended. */
  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (given < filled) {
      int count = Math.min(length, filled - given);
      System.arraycopy(chars, given, target, offset, count);
      given += count;
      return count;
    }
    skipToRecord();
    if (position == filled || position - taken > SLACK) {
      // So blank lines and records without a value take no room, however many there are.
      System.arraycopy(chars, position, chars, taken, filled - position);
      filled -= position - taken;
      position = taken;
    }
    if (filled - position > limits.harmlessChars()) {
      scanner.advance(chars, position, filled, line);
    }
    if (filled - position > LoadMemory.ORDINARY_CHARS) {
      memory.growToLargest(line);
    }
    if (chars.length - filled < length) {
      chars = Arrays.copyOf(chars, Math.max(2 * chars.length, filled + length));
    }
    int count = source.read(chars, filled, length);
    if (count > 0) {
      System.arraycopy(chars, filled, target, offset, count);
      filled += count;
    }
    given = filled;
    return count;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
