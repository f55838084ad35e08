package com.globant.hiring.domain.row;

import org.jspecify.annotations.Nullable;

/**
 * Cells that spreadsheets take for formulas when they open a CSV file.
 *
 * <p>Source: OWASP, "CSV Injection".
 */
public final class Formula {
  /** The character before such a cell that makes spreadsheets show the rest as text. */
  public static final char ESCAPE = '\'';

  private Formula() {}

  /** Whether a cell that begins with this character may be a formula. */
  public static boolean begins(int first) {
    return switch (first) {
      case '=', '+', '-', '@', '\t', '\r' -> true;
      default -> false;
    };
  }

  /** The cell with an apostrophe before it if it may be a formula. */
  public static @Nullable String escaped(@Nullable String cell) {
    return cell != null && !cell.isEmpty() && begins(cell.charAt(0)) ? ESCAPE + cell : cell;
  }
}
