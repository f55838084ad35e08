package com.globant.hiring.domain.table;

/**
 * A foreign key that references a table.
 *
 * @param from the table that has the key
 */
public record IncomingReference(Table from, ForeignKey key) {}
