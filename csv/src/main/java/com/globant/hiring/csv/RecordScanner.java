package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;

/**
 * Follows one record through its raw text for what the parser does not report: where the record
 * ends, whether characters follow a closing quote, and whether it is too large before its end was
 * read.
 */
final class RecordScanner {
  private static final int AT_FIELD = 0;
  private static final int PLAIN = 1;
  private static final int QUOTED = 2;

  /** At a quote in a quoted field: the closing one, or the first of two. */
  private static final int AT_QUOTE = 3;

  /** After the closing quote, where nothing should be. */
  private static final int PAST_QUOTE = 4;

  private static final int COMMENT = 5;

  private final Limits limits;
  private final CsvFormat format;
  private final char delimiter;
  private final char quote;
  private int scanned;
  private int state;
  private int field;
  private int fieldBytes;
  private boolean malformed;

  /** The last character that was not dropped. */
  private char last;

  /** Whether an LF that follows does not belong to that character. */
  private boolean apart;

  RecordScanner(Limits limits, CsvFormat format) {
    this.limits = limits;
    this.format = format;
    this.delimiter = format.delimiter().character();
    this.quote = format.quote();
    restart();
  }

  /** Begins the next record. */
  void restart() {
    scanned = 0;
    state = AT_FIELD;
    field = 1;
    fieldBytes = 0;
    malformed = false;
  }

  /** Whether characters follow a closing quote in what was scanned of the record. */
  boolean malformed() {
    return malformed;
  }

  /**
   * Scans more of the record.
   *
   * @param start where the record begins
   * @param limit where the text ends so far
   * @param line on which the record begins, for messages
   * @return where the record ends; {@code limit} if its line end was not read yet
   */
  int advance(char[] chars, int start, int limit, long line) {
    for (int i = start + scanned; i < limit; i++) {
      char c = chars[i];
      if (state != QUOTED && CsvFormat.isLineEnd(c)) {
        return i;
      }
      if (i - start >= limits.recordChars()) {
        throw recordTooLarge(line);
      }
      step(c);
      if (fieldBytes > limits.fieldBytes()) {
        throw fieldTooLarge(line);
      }
    }
    scanned = limit - start;
    return limit;
  }

  /**
   * Scans any number of records, and moves together what is no blank at the beginning of a field.
   *
   * @return how many characters are left
   */
  int dropInitialSpace(char[] chars, int offset, int count) {
    int to = offset;
    for (int i = offset; i < offset + count; i++) {
      char c = chars[i];
      if (state == AT_FIELD && format.skipsInitially(c)) {
        apart = true;
      } else {
        chars[to++] = withoutJoining(c);
        if (state != QUOTED && CsvFormat.isLineEnd(c)) {
          restart();
        } else {
          step(c);
        }
      }
    }
    return to - offset;
  }

  /** Without the blanks between them, a CR and an LF would be one line end: a CR instead is not. */
  private char withoutJoining(char c) {
    apart &= c == '\n' && last == '\r';
    last = apart ? '\r' : c;
    return last;
  }

  private void step(char c) {
    if (state == COMMENT) {
      fieldBytes += Limits.utf8Bytes(c);
    } else if (state == AT_FIELD && field == 1 && c == format.comment()) {
      state = COMMENT;
    } else if (c == quote && state != PLAIN) {
      quote();
    } else if (state == AT_FIELD && format.skipsInitially(c)) {
      return;
    } else if (c == delimiter && state != QUOTED) {
      state = AT_FIELD;
      field++;
      fieldBytes = 0;
    } else {
      if (state == AT_FIELD) {
        state = PLAIN;
      } else if (state == AT_QUOTE) {
        state = PAST_QUOTE;
        malformed = true;
      }
      fieldBytes += Limits.utf8Bytes(c);
    }
  }

  private void quote() {
    if (state == QUOTED) {
      state = AT_QUOTE;
      return;
    }
    if (state == AT_QUOTE) {
      fieldBytes++;
    }
    state = QUOTED;
  }

  private FileRefused fieldTooLarge(long line) {
    return new FileRefused(
        Reason.FIELD_TOO_LARGE,
        "line %d: field %d of the record that begins here is larger than %d bytes; %s"
            .formatted(line, field, limits.fieldBytes(), hint()));
  }

  private FileRefused recordTooLarge(long line) {
    return new FileRefused(
        Reason.FIELD_TOO_LARGE,
        "line %d: the record that begins here is longer than %d characters; %s"
            .formatted(line, limits.recordChars(), hint()));
  }

  private String hint() {
    return state == QUOTED || state == AT_QUOTE
        ? "see whether its closing quote is missing"
        : "see whether line ends are missing";
  }
}
