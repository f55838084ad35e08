package com.globant.hiring.application.load;

import com.globant.hiring.domain.table.Table;

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
    long expectedBytes) {}
