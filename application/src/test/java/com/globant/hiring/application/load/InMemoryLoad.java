package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.InMemoryTables.InMemorySchema;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.IncomingReference;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A load of {@link InMemoryTables}: keeps its rows to itself until the commit. */
final class InMemoryLoad implements LoadTransaction {
  private final InMemoryTables tables;
  private final InMemorySchema schema;
  private final LoadPlan plan;
  private final Map<ForeignKey, KeySet> references = new HashMap<>();
  private final InMemoryRows own;
  private final InMemorySelfReferences waiting;
  private boolean over;

  private InMemoryLoad(InMemoryTables tables, InMemorySchema schema, LoadPlan plan) {
    this.tables = tables;
    this.schema = schema;
    this.plan = plan;
    this.own = new InMemoryRows(plan.table());
    this.waiting = new InMemorySelfReferences(plan.table(), this::isThere);
    for (ForeignKey key : plan.table().foreignKeys()) {
      Table referenced = plan.table().referenced(key);
      if (!referenced.equals(plan.table())) {
        references.put(key, keys(schema, referenced, key.referencedColumns())::contains);
      }
    }
  }

  private static Set<Object> keys(InMemorySchema schema, Table table, List<String> columns) {
    Set<Object> keys = new HashSet<>();
    for (List<@Nullable Object> values : schema.committed(table).values()) {
      Object key = InMemoryRows.key(table, columns, values);
      if (key != null) {
        keys.add(key);
      }
    }
    return keys;
  }

  static InMemoryLoad begun(InMemoryTables tables, InMemorySchema schema, LoadPlan plan) {
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
  public Map<ForeignKey, KeySet> references() {
    return references;
  }

  @Override
  public CompletionStage<Written> write(List<Row> batch) {
    synchronized (tables) {
      return tables.stage(() -> written(waiting.keepBack(batch)));
    }
  }

  @Override
  public List<RowOutcome> nextWaiting() {
    synchronized (tables) {
      return waiting.next();
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
      Object key = primaryKey(row);
      boolean taken = isTaken(key);
      if (taken && plan.duplicates() == DuplicateKeys.IGNORE) {
        ignored++;
      } else if (taken && plan.duplicates() == DuplicateKeys.REJECT) {
        rejected.add(RowRejected.duplicateKey(row, plan.table()));
      } else {
        Optional<List<String>> conflict = conflict(row, key);
        if (conflict.isPresent()) {
          rejected.add(RowRejected.notUnique(row, plan.table(), columns(conflict.get())));
        } else {
          keep(key, row);
          inserted += taken ? 0 : 1;
          updated += taken ? 1 : 0;
          incomplete += !taken && row.incomplete() ? 1 : 0;
        }
      }
    }
    return new Written(inserted, updated, ignored, incomplete, rejected);
  }

  private Object primaryKey(Row row) {
    List<String> columns = plan.table().definition().primaryKey();
    return columns.isEmpty()
        ? new Object()
        : Objects.requireNonNull(InMemoryRows.key(plan.table(), columns, row.values()));
  }

  private boolean isTaken(Object key) {
    return own.has(key) || (plan.append() && schema.committed(plan.table()).has(key));
  }

  /** The unique key of which another row has the same values. */
  private Optional<List<String>> conflict(Row row, Object key) {
    return plan.table().definition().uniqueKeys().stream()
        .filter(
            columns -> {
              Object value = InMemoryRows.key(plan.table(), columns, row.values());
              Object holder = value == null ? null : holder(columns, value);
              return holder != null && !holder.equals(key);
            })
        .findFirst();
  }

  /** The primary key of the row that has a value of a unique key, or null. */
  private @Nullable Object holder(List<String> columns, Object value) {
    Object holder = own.holder(columns, value);
    if (holder == null && plan.append()) {
      holder = schema.committed(plan.table()).holder(columns, value);
      return holder == null || own.has(holder) ? null : holder;
    }
    return holder;
  }

  /** Whether the table would have a key if the load were committed now. */
  private boolean isThere(List<String> columns, Object value) {
    return columns.equals(plan.table().definition().primaryKey())
        ? isTaken(value)
        : holder(columns, value) != null;
  }

  private void keep(Object key, Row row) {
    Object writer =
        schema
            .writers
            .computeIfAbsent(plan.table(), table -> new HashMap<>())
            .putIfAbsent(key, this);
    refuseIf(writer != null && writer != this, "another load writes key " + key);
    own.put(key, InMemoryTables.unmodifiable(row.values()));
  }

  @Override
  public CompletionStage<List<OrphanedKey>> orphanedReferences(int limit) {
    synchronized (tables) {
      return tables.stage(() -> orphans().stream().limit(limit).toList());
    }
  }

  private Set<OrphanedKey> orphans() {
    refuseToGoOn();
    Set<OrphanedKey> orphans = new LinkedHashSet<>();
    for (IncomingReference incoming : plan.referencesAtRisk()) {
      ForeignKey key = incoming.key();
      NavigableSet<List<Object>> lost = new TreeSet<>(InMemoryLoad::compare);
      for (List<@Nullable Object> values : rowsAfter(incoming.from())) {
        Object value = InMemoryRows.key(incoming.from(), key.columns(), values);
        if (value != null && !isThere(key.referencedColumns(), value)) {
          lost.add(value instanceof List<?> several ? List.copyOf(several) : List.of(value));
        }
      }
      List<Column> columns = columns(key.referencedColumns());
      lost.forEach(values -> orphans.add(new OrphanedKey(columns, values)));
    }
    return orphans;
  }

  private List<Column> columns(List<String> names) {
    return names.stream()
        .map(name -> plan.table().columns().get(plan.table().position(name)))
        .toList();
  }

  @SuppressWarnings("unchecked") // values of keys are comparable
  private static int compare(List<Object> one, List<Object> other) {
    for (int i = 0; i < one.size(); i++) {
      int compared = ((Comparable<Object>) one.get(i)).compareTo(other.get(i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** The rows of a table if the load were committed now. */
  private Collection<List<@Nullable Object>> rowsAfter(Table table) {
    if (!table.equals(plan.table())) {
      return schema.committed(table).values();
    }
    InMemoryRows rows = new InMemoryRows(table);
    if (plan.append()) {
      rows.putAll(schema.committed(table));
    }
    rows.putAll(own);
    return rows.values();
  }

  @Override
  public CompletionStage<Void> commit(LoadResult result) {
    synchronized (tables) {
      return tables.stage(
          () -> {
            refuseToGoOn();
            tables.records().commit(plan.loadId(), result);
            InMemoryRows committed = schema.committed(plan.table());
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
