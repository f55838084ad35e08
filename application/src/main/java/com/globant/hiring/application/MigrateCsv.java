package com.globant.hiring.application;

import com.globant.hiring.application.LoadOutcome.Loaded;
import com.globant.hiring.application.LoadOutcome.NotLoaded;
import com.globant.hiring.domain.Table;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Use case: moves the rows of a body into a table, all good ones at once or none.
 *
 * <p>May be used by any number of threads; each run is a load of its own.
 */
public final class MigrateCsv {
  /** How many orphaned references a refusal names. */
  private static final int SHOWN_ORPHANS = 20;

  private final LoadTransactions transactions;
  private final RowReader reader;
  private final CsvSpools spools;
  private final ReportStore store;
  private final LoadObserver observer;

  public MigrateCsv(
      LoadTransactions transactions,
      RowReader reader,
      CsvSpools spools,
      ReportStore store,
      LoadObserver observer) {
    this.transactions = transactions;
    this.reader = reader;
    this.spools = spools;
    this.store = store;
    this.observer = observer;
  }

  /**
   * Runs a load to its end. The body is read only after the database has let the load begin, and is
   * let go of whatever happens. When the stage completes, nothing of the load is left but what it
   * says: no lock, no connection, no temporary file.
   *
   * <p>Fails with what was no refusal: {@link BodyInterrupted} or a defect. The table is then as it
   * was.
   *
   * @param id names the load in answers, logs and the database, and no other ever; at most 36
   *     characters
   */
  public CompletionStage<LoadOutcome> run(String id, LoadRequest request, Body body) {
    return new Load(id, request, body).run();
  }

  /** One load with what it holds; all of it is let go of in {@link #run}. */
  private final class Load {
    private final long started = System.nanoTime();
    private final String id;
    private final LoadRequest request;
    private final MeasuredBody body;
    private final Rejects rejects = new Rejects(spools);
    private @Nullable LoadTransaction transaction;
    private @Nullable RowBatches batches;
    private @Nullable LoadRun rows;

    Load(String id, LoadRequest request, Body body) {
      this.id = id;
      this.request = request;
      this.body = new MeasuredBody(body);
    }

    CompletionStage<LoadOutcome> run() {
      LoadPlan plan =
          new LoadPlan(
              id, request.schema(), request.table(), request.append(), request.duplicates());
      CompletableFuture<LoadOutcome> ended = new CompletableFuture<>();
      observer.began(request);
      transactions
          .begin(plan)
          .thenCompose(this::readAndWrite)
          .thenCompose(this::conclude)
          .exceptionallyCompose(this::undone)
          .whenComplete(
              (outcome, failure) -> {
                rejects.close();
                if (failure == null) {
                  observer.ended(outcome);
                  ended.complete(outcome);
                } else {
                  Throwable cause = Failures.unwrapped(failure);
                  observer.failed(request, cause);
                  ended.completeExceptionally(cause);
                }
              });
      return ended;
    }

    private CompletionStage<RowCounts> readAndWrite(LoadTransaction begun) {
      transaction = begun;
      return reader
          .open(request.table(), body)
          .thenCompose(
              opened -> {
                batches = opened;
                LoadRun run = new LoadRun(request, begun, opened, rejects);
                rows = run;
                return run.run();
              });
    }

    /** All rows are written: what is left can still refuse the load as a whole. */
    private CompletionStage<LoadOutcome> conclude(RowCounts counts) {
      LoadTransaction begun = begun();
      return checkOrphans(begun)
          .thenCompose(nothing -> rejects.store(store, id))
          .thenCompose(
              url ->
                  (request.dryRun() ? begun.rollback() : begun.commit(counts))
                      .thenApply(nothing -> loaded(counts, url)))
          .thenCompose(outcome -> release().thenApply(nothing -> outcome));
    }

    private CompletionStage<Void> checkOrphans(LoadTransaction begun) {
      Table table = request.table();
      if (request.append() || table.referencingTables().isEmpty()) {
        return CompletableFuture.completedStage(null);
      }
      return begun
          .orphanedReferences(SHOWN_ORPHANS + 1)
          .thenAccept(
              orphans -> {
                if (!orphans.isEmpty()) {
                  throw new Refused(RefusalCode.REFERENCED_ROWS, orphaned(table, orphans));
                }
              });
    }

    private LoadOutcome loaded(RowCounts counts, @Nullable URI rejectsUrl) {
      return new Loaded(
          id,
          request,
          counts,
          body.bytes(),
          body.sha256(),
          elapsedMillis(),
          rejects.first(),
          rejectsUrl);
    }

    private long elapsedMillis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }

    /** Rolls back and turns a refusal into an outcome; every other failure stays one. */
    private CompletionStage<LoadOutcome> undone(Throwable failure) {
      Throwable cause = Failures.unwrapped(failure);
      return release()
          .thenCompose(
              nothing ->
                  cause instanceof Refused refused
                      ? notLoaded(refused)
                      : CompletableFuture.failedFuture(cause));
    }

    private CompletionStage<LoadOutcome> notLoaded(Refused refused) {
      CompletionStage<@Nullable URI> url =
          switch (refused.code()) {
            case NO_ROWS_ACCEPTED, TOO_MANY_ERRORS, ABORTED_ON_ERROR ->
                // Worth having, but not worth hiding the refusal for.
                rejects.store(store, id).exceptionally(storageFailed -> null);
            default -> CompletableFuture.completedStage(null);
          };
      return url.thenApply(
          stored ->
              new NotLoaded(
                  id,
                  request,
                  refused.code(),
                  refused.detail(),
                  rows == null ? RowCounts.NONE : rows.counts(),
                  body.bytes(),
                  elapsedMillis(),
                  rejects.first(),
                  stored));
    }

    /** Lets go of the body, the locks and the connection. */
    private CompletionStage<Void> release() {
      body.abandon();
      if (batches != null) {
        batches.close();
      }
      return transaction == null ? CompletableFuture.completedStage(null) : transaction.rollback();
    }

    private LoadTransaction begun() {
      if (transaction == null) {
        throw new IllegalStateException("Concluded before it began");
      }
      return transaction;
    }
  }

  private static String orphaned(Table table, List<Integer> orphans) {
    String ids =
        orphans.stream()
            .limit(SHOWN_ORPHANS)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    String rows =
        table.referencingTables().stream().map(Table::tableName).collect(Collectors.joining(", "));
    return "rows of %s point to these ids of %s, which the file does not have: %s%s; add them to the file, or use append=true"
        .formatted(rows, table.tableName(), ids, orphans.size() > SHOWN_ORPHANS ? ", …" : "");
  }
}
