package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.InMemoryTables.InMemorySchema;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A load of {@link InMemoryTables}: keeps its rows to itself until the commit. */
final class InMemoryLoad implements LoadTransaction {
  private final InMemoryTables tables;
  private final InMemorySchema schema;
  private final LoadPlan plan;
  private final Map<Table, KeySet> references = new HashMap<>();
  private final NavigableMap<Integer, List<@Nullable Object>> own = new TreeMap<>();
  private boolean over;

  private InMemoryLoad(InMemoryTables tables, InMemorySchema schema, LoadPlan plan) {
    this.tables = tables;
    this.schema = schema;
    this.plan = plan;
    for (Table referenced : plan.table().referencedTables()) {
      Set<Integer> keys = Set.copyOf(schema.committed(referenced).keySet());
      references.put(referenced, keys::contains);
    }
  }

  static LoadTransaction begun(InMemoryTables tables, InMemorySchema schema, LoadPlan plan) {
    for (Table shared : shared(plan)) {
      refuseIf(schema.taken.getOrDefault(shared, false), "a load replaces " + shared.name());
    }
    if (!plan.append()) {
      refuseIf(
          schema.taken.getOrDefault(plan.table(), false)
              || schema.sharers.getOrDefault(plan.table(), 0) > 0,
          "other loads hold " + plan.table().name());
      schema.taken.put(plan.table(), true);
    }
    shared(plan).forEach(shared -> schema.sharers.merge(shared, 1, Integer::sum));
    schema.underWay++;
    return new InMemoryLoad(tables, schema, plan);
  }

  private static List<Table> shared(LoadPlan plan) {
    List<Table> shared = new ArrayList<>(plan.table().referencedTables());
    if (plan.append()) {
      shared.add(plan.table());
    }
    return shared;
  }

  @Override
  public Map<Table, KeySet> references() {
    return references;
  }

  @Override
  public CompletionStage<Written> write(List<Row> batch) {
    synchronized (tables) {
      return tables.stage(() -> written(batch));
    }
  }

  private Written written(List<Row> batch) {
    refuseToGoOn();
    int inserted = 0;
    int updated = 0;
    int ignored = 0;
    int incomplete = 0;
    List<RowRejected> rejected = new ArrayList<>();
    for (Row row : batch) {
      if (!isTaken(row.key())) {
        keep(row);
        inserted++;
        incomplete += row.incomplete() ? 1 : 0;
      } else {
        switch (plan.duplicates()) {
          case REJECT -> rejected.add(RowRejected.duplicateKey(row, plan.table()));
          case IGNORE -> ignored++;
          case UPDATE -> {
            keep(row);
            updated++;
          }
        }
      }
    }
    return new Written(inserted, updated, ignored, incomplete, rejected);
  }

  private boolean isTaken(int key) {
    return own.containsKey(key)
        || (plan.append() && schema.committed(plan.table()).containsKey(key));
  }

  private void keep(Row row) {
    Object writer =
        schema
            .writers
            .computeIfAbsent(plan.table(), table -> new HashMap<>())
            .putIfAbsent(row.key(), this);
    refuseIf(writer != null && writer != this, "another load writes key " + row.key());
    own.put(row.key(), InMemoryTables.unmodifiable(row.values()));
  }

  @Override
  public CompletionStage<List<Integer>> orphanedReferences(int limit) {
    synchronized (tables) {
      return tables.stage(() -> orphans().stream().limit(limit).toList());
    }
  }

  private NavigableSet<Integer> orphans() {
    refuseToGoOn();
    NavigableSet<Integer> orphans = new TreeSet<>();
    for (Table referencing : plan.table().referencingTables()) {
      for (Column column : referencing.columnsReferencing(plan.table())) {
        int position = referencing.columns().indexOf(column);
        schema.committed(referencing).values().stream()
            .map(values -> (Integer) values.get(position))
            .filter(Objects::nonNull)
            .filter(key -> !isTaken(key))
            .forEach(orphans::add);
      }
    }
    return orphans;
  }

  @Override
  public CompletionStage<Void> commit(LoadResult result) {
    synchronized (tables) {
      return tables.stage(
          () -> {
            refuseToGoOn();
            tables.records().commit(plan.loadId(), result);
            NavigableMap<Integer, List<@Nullable Object>> committed =
                schema.committed(plan.table());
            if (!plan.append()) {
              committed.clear();
            }
            committed.putAll(own);
            schema.commits.put(plan.loadId(), result.rows());
            end();
            return null;
          });
    }
  }

  @Override
  public CompletionStage<Void> rollback() {
    synchronized (tables) {
      if (!over) {
        end();
      }
      return CompletableFuture.completedStage(null);
    }
  }

  private void end() {
    over = true;
    shared(plan).forEach(shared -> schema.sharers.merge(shared, -1, Integer::sum));
    if (!plan.append()) {
      schema.taken.put(plan.table(), false);
    }
    schema.writers.getOrDefault(plan.table(), new HashMap<>()).values().removeIf(this::equals);
    schema.underWay--;
  }

  private void refuseToGoOn() {
    if (over) {
      throw new IllegalStateException("The load is over");
    }
  }

  private static void refuseIf(boolean busy, String why) {
    if (busy) {
      throw new Refused(RefusalCode.TABLE_BUSY, why + "; repeat the load later");
    }
  }
}
