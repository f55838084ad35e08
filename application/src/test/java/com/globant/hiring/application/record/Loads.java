package com.globant.hiring.application.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.RecordedTransactions;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What tests of loads often need. */
public final class Loads {
  /** Far more than anything takes; a stage that never completes fails its test. */
  private static final int PATIENCE_SECONDS = 60;

  private Loads() {}

  /** The result of a stage; throws what it fails with. */
  public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (Failures.unwrapped(e) instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CompletionException(Failures.unwrapped(e));
    } catch (TimeoutException e) {
      throw new AssertionError("No answer within " + PATIENCE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }

  /** Repeats an assertion until it holds; fails with it when that takes too long. */
  public static void eventually(Runnable assertion) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError notYet) {
        if (System.nanoTime() - deadline > 0) {
          throw notYet;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  /** As {@link #eventually}, of a condition; fails with its description. */
  public static void until(String what, BooleanSupplier condition) {
    eventually(() -> assertThat(condition.getAsBoolean()).as(what).isTrue());
  }

  /** A plan with a new id, for a few rows. */
  public static LoadPlan plan(
      String schema, Table table, boolean append, DuplicateKeys duplicates) {
    return new LoadPlan(UUID.randomUUID().toString(), schema, table, append, duplicates, 0);
  }

  /** As {@link #plan}, for a file of unknown size. */
  public static LoadPlan largePlan(
      String schema, Table table, boolean append, DuplicateKeys duplicates) {
    return new LoadPlan(
        UUID.randomUUID().toString(), schema, table, append, duplicates, Long.MAX_VALUE);
  }

  /** A load with a new id, of a client without a name. */
  public static LoadSubmission submission(LoadRequest request) {
    return submission(request, null);
  }

  /** As {@link #submission(LoadRequest)}, with an idempotency key. */
  public static LoadSubmission submission(LoadRequest request, @Nullable String key) {
    return new LoadSubmission(UUID.randomUUID().toString(), request, null, "request", key);
  }

  /** A row as the rules would have given it. */
  public static Row row(long line, @Nullable Object... values) {
    return Row.of(line, "line " + line, values);
  }

  /**
   * Replaces the content of a table by these rows.
   *
   * @param transactions that open the records themselves, see {@link RecordedTransactions}
   */
  public static void replace(
      LoadTransactions transactions, String schema, Table table, List<Row> rows) {
    LoadTransaction load =
        await(transactions.begin(plan(schema, table, false, DuplicateKeys.REJECT)));
    Written written = await(load.write(rows));
    await(load.commit(result(written)));
  }

  /** Writes batches, all of them under way together, and the rows that have waited. */
  public static Written write(LoadTransaction load, List<List<Row>> batches) {
    List<CompletionStage<Written>> writes = new ArrayList<>();
    batches.forEach(batch -> writes.add(load.write(batch)));
    List<RowRejected> refused = new ArrayList<>();
    for (List<RowOutcome> waited = load.nextWaiting();
        !waited.isEmpty();
        waited = load.nextWaiting()) {
      List<Row> rows = new ArrayList<>();
      for (RowOutcome outcome : waited) {
        if (outcome instanceof Row row) {
          rows.add(row);
        } else if (outcome instanceof RowRejected rejected) {
          refused.add(rejected);
        }
      }
      writes.add(load.write(rows));
    }
    List<Written> written = writes.stream().map(Loads::await).toList();
    List<RowRejected> rejected = new ArrayList<>();
    written.forEach(one -> rejected.addAll(one.rejected()));
    rejected.addAll(refused);
    return new Written(
        written.stream().mapToInt(Written::inserted).sum(),
        written.stream().mapToInt(Written::updated).sum(),
        written.stream().mapToInt(Written::ignored).sum(),
        written.stream().mapToInt(Written::incomplete).sum(),
        rejected);
  }

  /** What is recorded of a load that wrote one batch. */
  public static LoadResult result(Written written) {
    return result(written.counts(0));
  }

  /** What is recorded of a load with these counts. */
  public static LoadResult result(RowCounts rows) {
    return new LoadResult(rows, 0, null, "0".repeat(64), 0, List.of(), false, 0, null);
  }
}
