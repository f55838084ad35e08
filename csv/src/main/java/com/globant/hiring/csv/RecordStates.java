package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Table;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Follows a piece of a CSV file for each state in which it may begin, so that pieces can be read
 * side by side: where the first record begins, and how many lines there are before it and in all.
 * Only for files in UTF-8 or another extension of ASCII, without comments and without blanks that
 * are passed over.
 *
 * <p>The states are those of {@link RecordScanner}, and two more since CR LF is one line end.
 */
public final class RecordStates implements Serializable {
  private static final long serialVersionUID = 1L;

  /** In which a file begins, after its byte order mark. */
  public static final int AT_RECORD = 0;

  /** At the beginning of a record too, unless an LF follows. */
  private static final int AFTER_CR = 1;

  private static final int AT_FIELD = 2;
  private static final int PLAIN = 3;
  private static final int QUOTED = 4;
  private static final int QUOTED_AFTER_CR = 5;
  private static final int AT_QUOTE = 6;
  private static final int PAST_QUOTE = 7;
  private static final int STATES = 8;

  private static final int FIRST_OF_TWO_BYTES = 0x80;

  private static final int OTHER = 0;
  private static final int DELIMITER = 1;
  private static final int QUOTE = 2;
  private static final int CR = 3;
  private static final int LF = 4;

  private static final int[][] NEXT = new int[STATES][5];

  static {
    for (int state = 0; state < STATES; state++) {
      boolean inQuotes = state == QUOTED || state == QUOTED_AFTER_CR;
      NEXT[state][CR] = inQuotes ? QUOTED_AFTER_CR : AFTER_CR;
      NEXT[state][LF] = inQuotes ? QUOTED : AT_RECORD;
      NEXT[state][DELIMITER] = inQuotes ? QUOTED : AT_FIELD;
      NEXT[state][QUOTE] = inQuotes ? AT_QUOTE : state == PLAIN ? PLAIN : QUOTED;
      NEXT[state][OTHER] =
          inQuotes ? QUOTED : state == AT_QUOTE || state == PAST_QUOTE ? PAST_QUOTE : PLAIN;
    }
  }

  private final byte[] kinds = new byte[256];

  /** By the state at the begin: the state now. */
  private final int[] now = new int[STATES];

  /** Line ends so far. */
  private final long[] lines = new long[STATES];

  /** Offset of the first record that begins in the piece, or -1. */
  private final long[] first = new long[STATES];

  private final long[] linesBeforeFirst = new long[STATES];
  private long length;

  /** A piece without a byte so far. */
  public RecordStates(Table table, Delimiter delimiter) {
    kinds[delimiter.character()] = DELIMITER;
    kinds[table.definition().dialect().quoteChar()] = QUOTE;
    kinds['\r'] = CR;
    kinds['\n'] = LF;
    for (int state = 0; state < STATES; state++) {
      now[state] = state;
    }
    Arrays.fill(first, -1);
  }

  /** Whether the files of a table can be cut by this class, if they are in UTF-8. */
  public static boolean canCut(Table table) {
    Dialect dialect = table.definition().dialect();
    return dialect.commentChar() == null
        && !dialect.skipInitialSpace()
        && dialect.quoteChar() < FIRST_OF_TWO_BYTES;
  }

  /** Adds bytes to the piece. States that have become the same are followed once. */
  public void add(byte[] bytes, int offset, int count) {
    int[] before = now.clone();
    long[] linesBefore = lines.clone();
    boolean[] searching = new boolean[STATES];
    for (int begin = 0; begin < STATES; begin++) {
      searching[begin] = first[begin] < 0;
      int twin = 0;
      while (twin < begin
          && (before[twin] != before[begin] || searching[twin] || searching[begin])) {
        twin++;
      }
      if (twin < begin) {
        now[begin] = now[twin];
        lines[begin] += lines[twin] - linesBefore[twin];
      } else {
        follow(begin, bytes, offset, count);
      }
    }
    length += count;
  }

  private void follow(int begin, byte[] bytes, int offset, int count) {
    int state = now[begin];
    long ends = lines[begin];
    boolean searching = first[begin] < 0;
    for (int i = offset; i < offset + count; i++) {
      int kind = kinds[bytes[i] & 0xFF];
      boolean secondOfCrLf = kind == LF && (state == AFTER_CR || state == QUOTED_AFTER_CR);
      if (searching && (state == AT_RECORD || (state == AFTER_CR && !secondOfCrLf))) {
        searching = false;
        first[begin] = length + i - offset;
        linesBeforeFirst[begin] = ends;
      }
      if (kind >= CR && !secondOfCrLf) {
        ends++;
      }
      state = NEXT[state][kind];
    }
    now[begin] = state;
    lines[begin] = ends;
  }

  /**
   * The state in which the piece ends, and the next begins.
   *
   * @param begin in which the piece begins, {@link #AT_RECORD} for a file
   */
  public int end(int begin) {
    return now[begin];
  }

  /** How many lines end in the piece; a CR LF counts with its CR. */
  public long lines(int begin) {
    return lines[begin];
  }

  /** The offset of the first record that begins in the piece, or a negative number. */
  public long firstRecord(int begin) {
    return first[begin];
  }

  /** How many lines end in the piece before that record. */
  public long linesBeforeFirstRecord(int begin) {
    return linesBeforeFirst[begin];
  }
}
