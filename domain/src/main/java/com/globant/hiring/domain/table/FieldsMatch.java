package com.globant.hiring.domain.table;

import java.util.Locale;

/** How the columns of a file relate to those of its table. Source: Table Schema 2.0. */
public enum FieldsMatch {
  /** The same columns. A header may give them in another order. */
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

  /** The name in Table Schema. */
  public String property() {
    return name().toLowerCase(Locale.ROOT);
  }
}
