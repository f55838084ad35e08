package com.globant.hiring.application.load;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.domain.table.IncomingReference;
import com.globant.hiring.domain.table.Table;
import java.util.List;

/**
 * What a load does to which table.
 *
 * @param loadId by which it was recorded
 * @param schema one of the configured schemas
 * @param append whether the rows are added to those of the table, or replace them
 * @param expectedBytes about how many bytes the file has; {@link Long#MAX_VALUE} if that is
 *     unknown. Only speed may depend on it.
 */
public record LoadPlan(
    String loadId,
    String schema,
    Table table,
    boolean append,
    DuplicateKeys duplicates,
    long expectedBytes) {

  /** Whether rows of the load may change rows that the table has before it. */
  public boolean updatesTable() {
    return append && duplicates == DuplicateKeys.UPDATE;
  }

  /**
   * The foreign keys whose referenced keys this load may take away: a replace takes those of other
   * tables, and an update those of other columns than the primary key, which it finds rows by.
   */
  public List<IncomingReference> referencesAtRisk() {
    return table.incomingReferences().stream()
        .filter(
            incoming ->
                (!append && !incoming.from().equals(table))
                    || (duplicates == DuplicateKeys.UPDATE
                        && !incoming
                            .key()
                            .referencedColumns()
                            .equals(table.definition().primaryKey())))
        .toList();
  }
}
