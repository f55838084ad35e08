package com.globant.hiring.metrics;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts loads that are written in place, or leave work in the database. */
final class DatabaseMeters implements DatabaseObserver {
  private static final String SCHEMA = "schema";
  private static final String TABLE = "table";

  private final MeterRegistry registry;

  DatabaseMeters(MeterRegistry registry, Catalog catalog) {
    this.registry = registry;
    for (Table table : catalog.tables()) {
      // A meter that starts at 0 shows the first event as a rate; an absent one would not.
      unsettled(table).increment(0);
    }
  }

  @Override
  public void writtenInPlace(Table table, String reason) {
    Counter.builder("hiring.loads.in.place")
        .description("Large loads that were written into the table itself, and why")
        .tags(SCHEMA, table.schema().name(), TABLE, table.name(), "reason", reason)
        .register(registry)
        .increment();
  }

  @Override
  public void notSettled(Table table) {
    unsettled(table).increment();
  }

  private Counter unsettled(Table table) {
    return Counter.builder("hiring.loads.unsettled")
        .description("Failed attempts to end a load whose instance died")
        .tags(SCHEMA, table.schema().name(), TABLE, table.name())
        .register(registry);
  }
}
