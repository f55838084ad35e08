package com.globant.hiring.application.load;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.load.LoadRecords.Held;
import com.globant.hiring.application.load.LoadRecords.Standing;
import com.globant.hiring.domain.table.Table;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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

  private final LoadRecords records;
  private final LoadTransactions transactions;
  private final RowReader reader;
  private final CsvSpools spools;
  private final ReportStore store;
  private final LoadObserver observer;
  private final Duration progressEvery;

  /**
   * @param progressEvery how often a running load notes how far it has come, and asks whether it is
   *     still wanted
   */
  public MigrateCsv(
      LoadRecords records,
      LoadTransactions transactions,
      RowReader reader,
      CsvSpools spools,
      ReportStore store,
      LoadObserver observer,
      Duration progressEvery) {
    this.records = records;
    this.transactions = transactions;
    this.reader = reader;
    this.spools = spools;
    this.store = store;
    this.observer = observer;
    this.progressEvery = progressEvery;
  }

  /**
   * Runs a load to its end. The body is read only after the database has let the load begin, and is
   * let go of whatever happens. When the stage completes, nothing of the load is left but what it
   * says: no lock, no connection, no temporary file.
   *
   * <p>Fails with what was no refusal: {@link BodyInterrupted} or a defect. The table is then as it
   * was.
   */
  public CompletionStage<LoadOutcome> run(LoadSubmission submission, Body body) {
    return new Load(submission, body).run();
  }

  /** One load with what it holds; all of it is let go of in {@link #run}. */
  private final class Load {
    private final long started = System.nanoTime();
    private final LoadSubmission submission;
    private final String id;
    private final LoadRequest request;
    private final MeasuredBody body;
    private final Rejects rejects = new Rejects(spools);
    private boolean recorded;
    private @Nullable LoadTransaction transaction;
    private @Nullable RowBatches batches;
    private volatile @Nullable LoadRun rows;
    private volatile Standing ended = Standing.MAY_GO_ON;
    private volatile boolean over;

    Load(LoadSubmission submission, Body body) {
      this.submission = submission;
      this.id = submission.loadId();
      this.request = submission.request();
      this.body = new MeasuredBody(body);
    }

    CompletionStage<LoadOutcome> run() {
      CompletableFuture<LoadOutcome> ended = new CompletableFuture<>();
      observer.began(request);
      records
          .open(submission)
          .thenCompose(
              admission ->
                  admission instanceof Held held
                      ? new Replay(held.load(), request, body, reader, store).run()
                      : load())
          .exceptionallyCompose(this::undone)
          .whenComplete(
              (outcome, failure) -> {
                over = true;
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

    private CompletionStage<LoadOutcome> load() {
      recorded = true;
      watch();
      LoadPlan plan =
          new LoadPlan(
              id,
              request.schema(),
              request.table(),
              request.append(),
              request.duplicates(),
              body.expectedBytes());
      return transactions
          .begin(plan)
          .thenCompose(this::readAndWrite)
          .thenCompose(counts -> conclude());
    }

    /** Notes how far the load has come, from time to time, until it is over or not wanted. */
    private void watch() {
      Executor later =
          CompletableFuture.delayedExecutor(
              progressEvery.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
      AsyncLoop.repeatWhile(
          () ->
              CompletableFuture.completedStage(null)
                  .thenComposeAsync(nothing -> progressed(), later)
                  // The next time may do better, and the commit asks again.
                  .exceptionally(failure -> !over));
    }

    private CompletionStage<Boolean> progressed() {
      if (over) {
        return CompletableFuture.completedStage(false);
      }
      return records
          .progressed(id, counts(), body.bytes())
          .thenApply(
              standing -> {
                if (standing != Standing.MAY_GO_ON) {
                  ended = standing;
                  body.abandon();
                }
                return standing == Standing.MAY_GO_ON && !over;
              });
    }

    private CompletionStage<RowCounts> readAndWrite(LoadTransaction begun) {
      transaction = begun;
      return reader
          .open(request.table(), request.delimiter(), body)
          .thenCompose(
              opened -> {
                batches = opened;
                LoadRun run = new LoadRun(request, begun, opened, rejects);
                rows = run;
                return run.run();
              });
    }

    /** All rows are written: what is left can still refuse the load as a whole. */
    private CompletionStage<LoadOutcome> conclude() {
      LoadTransaction begun = begun();
      String sha256 = body.sha256();
      return checkOrphans(begun)
          .thenCompose(nothing -> rejects.store(store, submission))
          .thenCompose(
              url -> {
                LoadResult result = result(sha256, url);
                return (request.dryRun() ? begun.rollback() : begun.commit(result))
                    .thenCompose(nothing -> validated(result))
                    .thenApply(nothing -> loaded(result, sha256, url));
              })
          .thenCompose(outcome -> release().thenApply(nothing -> outcome));
    }

    private CompletionStage<Void> validated(LoadResult result) {
      return request.dryRun()
          ? records.ended(id, LoadStatus.VALIDATED, result, null)
          : CompletableFuture.completedStage(null);
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

    /** What is on record, so that a repeated request has the same answer. */
    private LoadOutcome loaded(LoadResult result, String sha256, @Nullable URI rejectsUrl) {
      return new Loaded(
          id,
          request,
          result.rows(),
          result.bytes(),
          sha256,
          result.elapsedMillis(),
          result.errors(),
          rejectsUrl,
          result.rejectsKept(),
          false);
    }

    private LoadResult result(@Nullable String sha256, @Nullable URI rejectsUrl) {
      return new LoadResult(
          counts(),
          body.bytes(),
          sha256,
          elapsedMillis(),
          rejects.first(),
          rejectsUrl != null,
          kept(rejectsUrl));
    }

    private long kept(@Nullable URI rejectsUrl) {
      return rejectsUrl == null ? 0 : rejects.kept();
    }

    private RowCounts counts() {
      LoadRun run = rows;
      return run == null ? RowCounts.NONE : run.counts();
    }

    private long elapsedMillis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    }

    /** Rolls back, notes the end, and turns a refusal into an outcome; other failures stay. */
    private CompletionStage<LoadOutcome> undone(Throwable failure) {
      Throwable cause = cause(Failures.unwrapped(failure));
      return release()
          .thenCompose(
              nothing ->
                  cause instanceof Refused refused
                      ? notLoaded(refused)
                      : noted(cause, null)
                          .thenCompose(noted -> CompletableFuture.failedFuture(cause)));
    }

    /** A body that is not wanted any more is abandoned, and fails for no reason of its own. */
    private Throwable cause(Throwable failure) {
      if (!(failure instanceof BodyInterrupted)) {
        return failure;
      }
      return switch (ended) {
        case MAY_GO_ON -> failure;
        case CANCEL_REQUESTED ->
            new Refused(
                RefusalCode.CANCELLED,
                "somebody cancelled the load; nothing of it is in the table");
        case FOUND_DEAD ->
            new Refused(
                RefusalCode.ABORTED,
                "the load's connection to the database was lost; nothing of it is in the table, send it again");
      };
    }

    private CompletionStage<LoadOutcome> notLoaded(Refused refused) {
      CompletionStage<@Nullable URI> url =
          switch (refused.code()) {
            case NO_ROWS_ACCEPTED, TOO_MANY_ERRORS, ABORTED_ON_ERROR ->
                // Worth having, but not worth hiding the refusal for.
                rejects.store(store, submission).exceptionally(storageFailed -> null);
            default -> CompletableFuture.completedStage(null);
          };
      return url.thenCompose(
          stored ->
              noted(refused, stored)
                  .thenApply(
                      nothing ->
                          new NotLoaded(
                              id,
                              request,
                              refused.code(),
                              refused.detail(),
                              counts(),
                              body.bytes(),
                              elapsedMillis(),
                              rejects.first(),
                              stored,
                              kept(stored))));
    }

    /** Notes the end in the record. Where that fails, the record is found to be an orphan's. */
    private CompletionStage<Void> noted(Throwable cause, @Nullable URI rejectsUrl) {
      return recorded
          ? records
              .ended(id, LoadEnds.status(cause), result(null, rejectsUrl), LoadEnds.problem(cause))
              .exceptionally(failure -> null)
          : CompletableFuture.completedStage(null);
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
        table.referencingTables().stream().map(Table::name).collect(Collectors.joining(", "));
    return "rows of %s point to these ids of %s, which the file does not have: %s%s; add them to the file, or use append=true"
        .formatted(rows, table.name(), ids, orphans.size() > SHOWN_ORPHANS ? ", …" : "");
  }
}
