package com.globant.hiring.domain.table;

import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link Table}.
 *
 * @param name as in the database, in headers and in JSON
 * @param type what it holds
 * @param references the table of the same schema in whose key a value must be found, or null
 */
public record Column(String name, ColumnType type, @Nullable String references) {}
