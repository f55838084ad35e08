package com.globant.hiring.spark;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.domain.table.Table;

/** Loads that the job does not run, since it would not keep the rules of the service. */
final class Unsupported {
  private Unsupported() {}

  /**
   * @throws IllegalArgumentException if the load has to be run by the service
   */
  static void refuse(LoadRequest request) {
    Table table = request.table();
    if (request.duplicates() == DuplicateKeys.UPDATE && request.append()) {
      throw unsupported("on_duplicate=update together with append");
    }
    if (request.duplicates() == DuplicateKeys.UPDATE
        && !table.definition().uniqueKeys().isEmpty()) {
      throw unsupported("on_duplicate=update for tables with unique keys besides the primary key");
    }
    if (!table.foreignKeysTo(table).isEmpty()) {
      if (request.duplicates() == DuplicateKeys.UPDATE) {
        throw unsupported("on_duplicate=update for tables that reference themselves");
      }
      if (!table.definition().uniqueKeys().isEmpty()
          || table.foreignKeysTo(table).stream()
              .anyMatch(key -> !key.referencedColumns().equals(table.definition().primaryKey()))) {
        throw unsupported("tables that reference themselves and have several keys");
      }
    }
  }

  private static IllegalArgumentException unsupported(String what) {
    return new IllegalArgumentException(
        "The Spark job does not load %s; let the service read the source itself".formatted(what));
  }
}
