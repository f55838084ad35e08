package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import java.util.List;

/**
 * The table that a load writes into, which has the columns and indexes of the loaded one.
 *
 * @param name of the table
 * @param isNew whether it is a new and empty one that replaces the loaded one
 */
record RowTarget(LoadPlan plan, String name, boolean isNew, UniqueIndexes indexes) {
  boolean updates() {
    return plan.duplicates() == DuplicateKeys.UPDATE;
  }

  /**
   * Whether rows must be written one after the other: only the database can compare keys, or an
   * update may change one of several.
   */
  boolean inOrder() {
    return indexes.comparable().isEmpty() || (updates() && indexes.hasFurther());
  }

  /** The keys that are compared in memory; empty if rows are written in order. */
  List<TableKey> keys() {
    return inOrder() ? List.of() : indexes.comparable().orElseThrow();
  }
}
