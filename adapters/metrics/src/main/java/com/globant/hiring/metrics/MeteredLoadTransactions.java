package com.globant.hiring.metrics;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadResult;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Measures how long the database takes for batches and commits. */
final class MeteredLoadTransactions implements LoadTransactions {
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final LoadTransactions transactions;
  private final MeterRegistry registry;

  MeteredLoadTransactions(LoadTransactions transactions, MeterRegistry registry) {
    this.transactions = transactions;
    this.registry = registry;
    for (Table table : HiringTables.all()) {
      writes(table);
      commits(table);
    }
  }

  @Override
  public CompletionStage<LoadTransaction> begin(LoadPlan plan) {
    return transactions
        .begin(plan)
        .thenApply(begun -> new Metered(begun, writes(plan.table()), commits(plan.table())));
  }

  private Timer writes(Table table) {
    return timer("hiring.batch.write", "Time from a batch's sending to its answer", table);
  }

  private Timer commits(Table table) {
    return timer("hiring.commit", "Time that commits take", table);
  }

  private Timer timer(String name, String description, Table table) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(LATENCIES)
        .tags("table", table.name())
        .register(registry);
  }

  private record Metered(LoadTransaction load, Timer writes, Timer commits)
      implements LoadTransaction {

    @Override
    public CompletionStage<Written> write(List<Row> batch) {
      return timed(load.write(batch), writes);
    }

    @Override
    public CompletionStage<Void> commit(LoadResult result) {
      return timed(load.commit(result), commits);
    }

    private static <T> CompletionStage<T> timed(CompletionStage<T> stage, Timer timer) {
      Timer.Sample sample = Timer.start();
      return stage.whenComplete((result, failure) -> sample.stop(timer));
    }

    @Override
    public Map<Table, KeySet> references() {
      return load.references();
    }

    @Override
    public CompletionStage<List<Integer>> orphanedReferences(int limit) {
      return load.orphanedReferences(limit);
    }

    @Override
    public CompletionStage<Void> rollback() {
      return load.rollback();
    }
  }
}
