package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.bulk.BulkLoads;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.domain.raw.FileRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Use case: loads the rows of a body, or of all files of a source, into a table: all good ones at
 * once or none.
 *
 * <p>May be used by any number of threads. Each load runs on a thread of its own, from its
 * beginning to its end; {@link Load} has its steps.
 */
public final class MigrateCsv {
  final Workers workers;
  final LoadRecords records;
  final LoadTransactions transactions;
  final RowReader reader;
  final CsvSpools spools;
  final ReportStore store;
  final LoadObserver observer;
  final Duration progressEvery;
  final @Nullable OnCluster cluster;
  private final Map<String, CompletableFuture<?>> running = new ConcurrentHashMap<>();
  private volatile boolean draining;

  /** What runs loads on a cluster. */
  public record OnCluster(BulkLoads loads, BulkTransactions transactions) {
    /** Of a source. Its other files are taken to be like these. */
    private static final int FILES_LOOKED_AT = 5;

    /** Of all these files: some thousand rows. */
    private static final int BATCHES_LOOKED_AT = 10;

    /** As {@link BulkLoads#takes}. May block. */
    boolean takes(LoadRequest request, List<SourceFile> files, Body body, RowReader reader) {
      return loads.takes(
          request,
          files,
          () -> await(transactions.tableBytes(request.schema(), request.table())),
          () -> keysAscend(request, files, body, reader));
    }

    /** Whether it seems so. What is wrong with the files is for the load to report. */
    private static boolean keysAscend(
        LoadRequest request, List<SourceFile> files, Body body, RowReader reader) {
      int looks = Math.min(FILES_LOOKED_AT, files.size());
      for (int i = 0; i < looks; i++) {
        SourceFile file = files.get((int) ((long) i * files.size() / looks));
        try (OpenFile opened = OpenFile.of(() -> body.look(file), file.name(), request, reader)) {
          if (!opened.keysAscend(request.table().wholeNumberKey(), BATCHES_LOOKED_AT / looks)) {
            return false;
          }
        } catch (Refused | FileRefused | BodyInterrupted unreadable) {
          return true;
        }
      }
      return true;
    }
  }

  /**
   * @param workers the threads of loads, as many as there may be loads at once. Once they are
   *     closed, loads are refused with {@code draining}, those that are reading too
   * @param progressEvery how often a load notes its progress and asks whether it may go on
   * @param cluster null if there is none
   */
  public MigrateCsv(
      Workers workers,
      LoadRecords records,
      LoadTransactions transactions,
      RowReader reader,
      CsvSpools spools,
      ReportStore store,
      LoadObserver observer,
      Duration progressEvery,
      @Nullable OnCluster cluster) {
    this.workers = workers;
    this.records = records;
    this.transactions = transactions;
    this.reader = reader;
    this.spools = spools;
    this.store = store;
    this.observer = observer;
    this.progressEvery = progressEvery;
    this.cluster = cluster;
  }

  /**
   * Checks whether loads of the engine that a request names can run. Does not block.
   *
   * @throws Refused {@code invalid_parameter}
   */
  public void requireEngine(LoadRequest request) {
    if (request.engine() != LoadEngine.SPARK) {
      return;
    }
    if (cluster == null) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER,
          "this service has no cluster for engine=spark (bulk.engine); leave engine out, and it reads the source itself");
    }
    if (!BulkLoads.isPossible(request)) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER,
          BulkLoads.LIMITS + "; leave engine out, and the service reads the source itself");
    }
  }

  /**
   * Runs a load. Its body is read only after the database has begun the load, and is abandoned at
   * the end in any case. When the stage completes, the load holds nothing any more: no lock, no
   * connection, no temporary file.
   *
   * <p>Fails with {@link BodyInterrupted} or a defect. The table is then as it was.
   */
  public CompletionStage<LoadOutcome> run(LoadSubmission submission, Body body) {
    Load load = new Load(this, submission, body, Duration.ZERO);
    CompletableFuture<?> end = new CompletableFuture<>();
    running.put(submission.loadId(), end);
    return ending(
        submission.loadId(), end, observed(submission.request(), load::run, load::neverStarted));
  }

  /**
   * The ids of loads on a cluster whose instance died, or stopped, so that another one has to
   * continue them; none once this one drains. A load that runs here is none of them, though it may
   * free its record before its end is recorded. Fails with {@link Refused} {@code
   * database_unavailable}.
   */
  public CompletionStage<List<String>> abandoned() {
    return cluster == null || draining
        ? CompletableFuture.completedStage(List.of())
        : cluster
            .transactions()
            .abandoned()
            .thenApply(all -> all.stream().filter(id -> !running.containsKey(id)).toList());
  }

  /**
   * Continues one of the {@link #abandoned} loads, as {@link #run} does. Fails with {@link Refused}
   * without an outcome if an instance does that already, if the load has ended meanwhile, or if
   * this instance drains.
   */
  public CompletionStage<LoadOutcome> resume(String loadId) {
    CompletableFuture<?> end = new CompletableFuture<>();
    if (running.putIfAbsent(loadId, end) != null) {
      return CompletableFuture.failedStage(
          new Refused(RefusalCode.TABLE_BUSY, "load %s runs on this instance".formatted(loadId)));
    }
    return ending(loadId, end, continuedNow(loadId));
  }

  private CompletionStage<LoadOutcome> ending(
      String loadId, CompletableFuture<?> end, CompletionStage<LoadOutcome> load) {
    return load.whenComplete(
        (outcome, failure) -> {
          running.remove(loadId);
          end.complete(null);
        });
  }

  private CompletionStage<LoadOutcome> continuedNow(String loadId) {
    return records
        .find(loadId)
        .thenCompose(
            found -> {
              requireNotDraining();
              LoadRecord record = found.orElseThrow(() -> LoadRecords.unknown(loadId));
              Duration elapsed = Duration.between(record.startedAt(), Instant.now());
              Load load = new Load(this, record.submission(), Body.NONE, elapsed);
              return observed(
                  record.submission().request(),
                  load::resume,
                  failure -> {
                    throw new CompletionException(Failures.unwrapped(failure));
                  });
            });
  }

  private CompletionStage<LoadOutcome> observed(
      LoadRequest request,
      Supplier<LoadOutcome> load,
      Function<Throwable, LoadOutcome> neverStarted) {
    observer.began(request);
    return workers
        .call(load)
        .exceptionally(neverStarted)
        .whenComplete(
            (outcome, failure) -> {
              if (failure == null) {
                observer.ended(outcome);
              } else {
                observer.failed(request, Failures.unwrapped(failure));
              }
            });
  }

  /**
   * Leaves loads on a cluster to other instances, or to the next start of this one. Completes when
   * all loads have ended here.
   */
  public CompletionStage<Void> drain() {
    draining = true;
    return CompletableFuture.allOf(running.values().toArray(new CompletableFuture<?>[0]));
  }

  /** Fails if a load on a cluster has to be left to another instance. */
  void requireNotDraining() {
    if (draining) {
      throw new Refused(
          RefusalCode.DRAINING,
          "this instance is shutting down; another one, or its next start, continues the load");
    }
  }
}
