package com.globant.hiring.e2e;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Reads the table continuously, as another client of the database. */
final class TableWatch implements AutoCloseable {
  private final Sql sql;
  private final Set<TableContent> allowed;
  private CompletableFuture<Void> watching = CompletableFuture.completedFuture(null);
  private volatile boolean over;

  /** Every read must find one of these. */
  TableWatch(Sql sql, TableContent before, TableContent after) {
    this.sql = sql;
    this.allowed = Set.of(before, after);
  }

  void begin() {
    watching = CompletableFuture.runAsync(this::watch);
  }

  private void watch() {
    while (!over) {
      TableContent seen;
      try {
        seen = TableContent.in(sql);
      } catch (AssertionError databaseIsAway) {
        continue;
      }
      if (!allowed.contains(seen)) {
        throw new AssertionError("half a load was seen: " + seen + ", neither of " + allowed);
      }
    }
  }

  /** Stops reading. Fails if a read found a part of a load. */
  @Override
  public void close() {
    over = true;
    watching.join();
  }
}
