package com.globant.hiring.csv;

import com.globant.hiring.domain.row.Formula;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Puts an apostrophe before each cell that a spreadsheet would take for a formula, while a CSV file
 * in UTF-8 is copied. A quoted cell stays quoted.
 */
public final class FormulaEscaper extends FilterOutputStream {
  private enum State {
    /** At the beginning of a cell. */
    BEGIN,
    /** After the quote that begins a cell. */
    QUOTED_BEGIN,
    PLAIN,
    QUOTED,
    /** After a quote in a quoted cell: the closing one, or the first of two. */
    AFTER_QUOTE
  }

  private State state = State.BEGIN;

  public FormulaEscaper(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      if (isFormulaAt(bytes[i])) {
        out.write(bytes, from, i - from);
        out.write(Formula.ESCAPE);
        from = i;
      }
      state = next(bytes[i]);
    }
    out.write(bytes, from, end - from);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  private boolean isFormulaAt(byte b) {
    // A CR at the beginning of an unquoted cell ends the record.
    return state == State.QUOTED_BEGIN
        ? Formula.begins(b)
        : state == State.BEGIN && b != '\r' && Formula.begins(b);
  }

  private State next(byte b) {
    return switch (state) {
      case BEGIN -> b == '"' ? State.QUOTED_BEGIN : outside(b);
      case PLAIN -> outside(b);
      case QUOTED_BEGIN, QUOTED -> b == '"' ? State.AFTER_QUOTE : State.QUOTED;
      case AFTER_QUOTE -> b == '"' ? State.QUOTED : outside(b);
    };
  }

  private static State outside(byte b) {
    return b == ',' || b == '\n' || b == '\r' ? State.BEGIN : State.PLAIN;
  }
}
