package com.globant.hiring.e2e;

import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Looks at the table all the time, as another client of the database would. */
final class TableWatch implements AutoCloseable {
  private final Sql sql;
  private final Set<TableContent> allowed;
  private CompletableFuture<Void> watching = CompletableFuture.completedFuture(null);
  private volatile boolean over;

  /** The table must be as one of these whenever it can be seen. */
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

  /** Looks no more. Fails where half a load was seen. */
  @Override
  public void close() {
    over = true;
    watching.join();
  }
}
