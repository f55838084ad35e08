package com.globant.hiring.domain.table;

import java.util.Locale;

/**
 * How the columns of a file with a header relate to those of its table. Source: Table Schema 2.0,
 * fieldsMatch.
 */
public enum FieldsMatch {
  /**
   * The same columns. The standard maps them by their order; here a header may give them in another
   * one, and its names decide.
   */
  EXACT,
  /** The same columns in any order. */
  EQUAL,
  /** All columns of the table, and possibly more. */
  SUBSET,
  /** Columns of the table only, and possibly not all of them. */
  SUPERSET,
  /** At least one column of the table. */
  PARTIAL;

  /** Whether a header may leave columns of the table out. */
  public boolean mayLackColumns() {
    return this == SUPERSET || this == PARTIAL;
  }

  /** Whether a header may have columns that the table does not have. */
  public boolean mayHaveMoreColumns() {
    return this == SUBSET || this == PARTIAL;
  }

  /** The name in Table Schema. */
  public String property() {
    return name().toLowerCase(Locale.ROOT);
  }
}
