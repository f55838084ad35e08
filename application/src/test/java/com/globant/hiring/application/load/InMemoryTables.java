package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.InMemoryLoadRecords;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.report.HiringReports;
import com.globant.hiring.domain.report.DepartmentAboveMean;
import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.HiresByQuarter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import com.globant.hiring.domain.table.Table;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tables of some schemas in memory, with loads that are invisible until their commit. Every
 * stage is complete when it is given. May be used by any thread.
 */
public final class InMemoryTables implements LoadTransactions, BulkTransactions, HiringReports {
  private final Map<String, InMemorySchema> schemas = new HashMap<>();
  private final InMemoryLoadRecords records = new InMemoryLoadRecords();
  private final Map<String, InMemoryBulkLoad> onCluster = new HashMap<>();
  private boolean unavailable;

  public InMemoryTables(String... schemas) {
    for (String schema : schemas) {
      this.schemas.put(schema, new InMemorySchema());
    }
  }

  /** The committed rows by key, ascending: one value a column, in the table's order. */
  public synchronized NavigableMap<Integer, List<@Nullable Object>> rows(
      String schema, Table table) {
    return byNumber(schema(schema).committed(table));
  }

  /** The committed rows of any table, in no order. */
  public synchronized List<List<@Nullable Object>> content(String schema, Table table) {
    return List.copyOf(schema(schema).committed(table).values());
  }

  private static NavigableMap<Integer, List<@Nullable Object>> byNumber(InMemoryRows rows) {
    NavigableMap<Integer, List<@Nullable Object>> numbered = new TreeMap<>();
    rows.all().forEach((key, values) -> numbered.put((Integer) key, values));
    return numbered;
  }

  /** The committed loads by their ids, in the order of their commits. */
  public synchronized Map<String, RowCounts> commits(String schema) {
    return new LinkedHashMap<>(schema(schema).commits);
  }

  /** Where loads of these tables are opened before they begin. */
  public InMemoryLoadRecords records() {
    return records;
  }

  /** These tables, for tests that open no records themselves. */
  public LoadTransactions recorded() {
    return new RecordedTransactions(records, this);
  }

  /** How many loads have begun and not ended. */
  public synchronized int underWay() {
    return schemas.values().stream().mapToInt(schema -> schema.underWay).sum();
  }

  /** From now on, every call fails, or none any more. */
  public synchronized void setUnavailable(boolean unavailable) {
    this.unavailable = unavailable;
    records.setUnavailable(unavailable);
  }

  @Override
  public synchronized CompletionStage<LoadTransaction> begin(LoadPlan plan) {
    return stage(
        () -> {
          records.claim(plan.loadId());
          return InMemoryLoad.begun(this, schema(plan.schema()), plan);
        });
  }

  @Override
  public synchronized CompletionStage<BulkTransaction> begin(
      LoadPlan plan, String engine, boolean dryRun) {
    return stage(
        () -> {
          records.claim(plan.loadId());
          InMemoryLoad load = InMemoryLoad.begun(this, schema(plan.schema()), plan);
          InMemoryBulkLoad begun =
              new InMemoryBulkLoad(load, engine, dryRun, () -> onCluster.remove(plan.loadId()));
          onCluster.put(plan.loadId(), begun);
          return begun;
        });
  }

  /** The loads on a cluster that have begun and not ended. */
  public synchronized List<InMemoryBulkLoad> onCluster() {
    return List.copyOf(onCluster.values());
  }

  /** A row has 100 bytes. */
  @Override
  public synchronized CompletionStage<Long> tableBytes(String schema, Table table) {
    return stage(() -> 100L * schema(schema).committed(table).values().size());
  }

  @Override
  public synchronized CompletionStage<List<String>> abandoned() {
    return stage(
        () ->
            onCluster.entrySet().stream()
                .filter(load -> load.getValue().isAbandoned())
                .map(Map.Entry::getKey)
                .toList());
  }

  @Override
  public synchronized CompletionStage<BulkTransaction> resume(LoadPlan plan, boolean dryRun) {
    return stage(
        () -> {
          InMemoryBulkLoad load = onCluster.get(plan.loadId());
          if (load == null) {
            throw new Refused(RefusalCode.ABORTED, "the load has ended");
          }
          return load.resumed();
        });
  }

  @Override
  public synchronized CompletionStage<List<? extends ReportRow>> rows(
      Report report, String schema, int year) {
    return stage(() -> report(report, schema(schema), counts(schema(schema), year)));
  }

  @Override
  public synchronized CompletionStage<List<? extends ReportRow>> rows(
      Report report, String schema, List<HireCount> hires) {
    return stage(() -> report(report, schema(schema), hires));
  }

  @Override
  public synchronized CompletionStage<String> version(String schema) {
    return stage(() -> Integer.toString(schema(schema).commits.size()));
  }

  private static List<HireCount> counts(InMemorySchema schema, int year) {
    return HireCount.of(
        year,
        schema.committed(HiringTables.HIRED_EMPLOYEES).values().stream()
            .map(InMemoryTables::hire)
            .toList());
  }

  private static List<? extends ReportRow> report(
      Report report, InMemorySchema schema, List<HireCount> hires) {
    Map<Integer, @Nullable String> departments = names(schema.committed(HiringTables.DEPARTMENTS));
    return switch (report) {
      case HIRES_BY_QUARTER ->
          HiresByQuarter.of(hires, departments, names(schema.committed(HiringTables.JOBS)));
      case DEPARTMENTS_ABOVE_MEAN -> DepartmentAboveMean.of(hires, departments, departments.size());
    };
  }

  private static Map<Integer, @Nullable String> names(InMemoryRows rows) {
    Map<Integer, @Nullable String> names = new HashMap<>();
    byNumber(rows).forEach((id, values) -> names.put(id, (String) values.get(1)));
    return names;
  }

  private static Hire hire(List<@Nullable Object> values) {
    return new Hire(
        (LocalDateTime) values.get(2), (Integer) values.get(3), (Integer) values.get(4));
  }

  private InMemorySchema schema(String name) {
    InMemorySchema schema = schemas.get(name);
    if (schema == null) {
      throw new IllegalArgumentException("No schema " + name);
    }
    return schema;
  }

  /** The result or failure of a call, unless the tables are unavailable. */
  synchronized <T> CompletionStage<T> stage(Supplier<? extends T> call) {
    if (unavailable) {
      return CompletableFuture.failedStage(
          new Refused(RefusalCode.DATABASE_UNAVAILABLE, "the tables are out of reach"));
    }
    try {
      return CompletableFuture.completedStage(call.get());
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  /** What is in a schema, and who holds what of it. */
  static final class InMemorySchema {
    final Map<String, RowCounts> commits = new LinkedHashMap<>();
    final Map<Table, Integer> sharers = new HashMap<>();
    final Map<Table, Boolean> taken = new HashMap<>();
    final Map<Table, Map<Object, Object>> writers = new HashMap<>();
    private final Map<Table, InMemoryRows> tables = new HashMap<>();
    int underWay;

    InMemoryRows committed(Table table) {
      return tables.computeIfAbsent(table, InMemoryRows::new);
    }
  }

  static List<@Nullable Object> unmodifiable(List<@Nullable Object> values) {
    return Collections.unmodifiableList(Arrays.asList(values.toArray()));
  }
}
