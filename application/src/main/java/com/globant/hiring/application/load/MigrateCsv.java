package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.MeasuredBody;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.FilesRead;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadRecords.Admission;
import com.globant.hiring.application.record.LoadRecords.Held;
import com.globant.hiring.application.record.LoadRecords.Standing;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.rejects.Rejects;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Use case: loads the rows of a body, or of all files of a source, into a table: all good ones at
 * once or none.
 *
 * <p>May be used by any number of threads. Each load runs on a thread of its own, from its
 * beginning to its end.
 */
public final class MigrateCsv {
  private final Workers workers;
  private final LoadRecords records;
  private final LoadTransactions transactions;
  private final RowReader reader;
  private final CsvSpools spools;
  private final ReportStore store;
  private final LoadObserver observer;
  private final Duration progressEvery;

  /**
   * @param workers the threads of loads, as many as there may be loads at once. Once they are
   *     closed, loads are refused with {@code draining}, those that are reading too
   * @param progressEvery how often a load notes its progress and asks whether it may go on
   */
  public MigrateCsv(
      Workers workers,
      LoadRecords records,
      LoadTransactions transactions,
      RowReader reader,
      CsvSpools spools,
      ReportStore store,
      LoadObserver observer,
      Duration progressEvery) {
    this.workers = workers;
    this.records = records;
    this.transactions = transactions;
    this.reader = reader;
    this.spools = spools;
    this.store = store;
    this.observer = observer;
    this.progressEvery = progressEvery;
  }

  /**
   * Runs a load. Its body is read only after the database has begun the load, and is abandoned at
   * the end in any case. When the stage completes, the load holds nothing any more: no lock, no
   * connection, no temporary file.
   *
   * <p>Fails with {@link BodyInterrupted} or a defect. The table is then as it was.
   */
  public CompletionStage<LoadOutcome> run(LoadSubmission submission, Body body) {
    observer.began(submission.request());
    Load load = new Load(submission, body);
    return workers
        .call(load::run)
        .exceptionally(load::neverStarted)
        .whenComplete(
            (outcome, failure) -> {
              if (failure == null) {
                observer.ended(outcome);
              } else {
                observer.failed(submission.request(), Failures.unwrapped(failure));
              }
            });
  }

  /** One load, with what it holds. */
  private final class Load {
    private final long started = System.nanoTime();
    private final LoadSubmission submission;
    private final LoadRequest request;
    private final MeasuredBody body;
    private final Rejects rejects;
    private final ProgressReports progress;
    private boolean recorded;
    private @Nullable LoadTransaction transaction;
    private List<SourceFile> files = List.of();
    private @Nullable URI rejectsUrl;
    private volatile @Nullable RowLoop rows;
    private volatile @Nullable FilesRead filesRead;

    Load(LoadSubmission submission, Body body) {
      this.submission = submission;
      this.request = submission.request();
      this.body = new MeasuredBody(body);
      this.rejects = new Rejects(spools, request.source() != null);
      this.progress =
          new ProgressReports(
              records,
              submission.loadId(),
              this::counts,
              () -> filesRead,
              this.body,
              progressEvery);
    }

    LoadOutcome run() {
      try {
        Admission admission = await(records.open(submission));
        if (admission instanceof Held held) {
          return new Replay(held.load(), request, body, spools, store).run();
        }
        recorded = true;
        progress.start();
        String filesSha256 = findFiles();
        LoadPlan plan = plan();
        LoadTransaction begun = await(transactions.begin(plan));
        transaction = begun;
        readAndWrite(begun);
        String sha256 = filesSha256 == null ? body.sha256() : filesSha256;
        Orphans.refuse(plan, begun);
        rejectsUrl = rejects.store(store, submission);
        LoadResult result = result(sha256);
        commit(begun, result);
        return new Loaded(submission.loadId(), request, result, rejectsUrl, false);
      } catch (RuntimeException | Error failure) {
        // Refused, interrupted, cancelled, stopped or a defect: the table is as it was.
        body.abandon();
        rollBack();
        return ended(LoadEnds.reason(failure, progress.standing()));
      } finally {
        body.abandon();
        progress.close();
        rejects.close();
      }
    }

    /** Finds the files of a source and stores their list; gives its digest, or null without any. */
    private @Nullable String findFiles() {
      if (request.source() == null) {
        return null;
      }
      files = body.find();
      filesRead = new FilesRead(0, files.size());
      try (FileList list = new FileList(spools, files)) {
        list.store(store, submission);
        return list.sha256();
      }
    }

    private LoadPlan plan() {
      return new LoadPlan(
          submission.loadId(),
          request.schema(),
          request.table(),
          request.append(),
          request.duplicates(),
          body.expectedBytes());
    }

    private void readAndWrite(LoadTransaction begun) {
      RowLoop loop = new RowLoop(request, this::requireMayGoOn, observer, body, begun, rejects);
      rows = loop;
      int[] opened = {0};
      loop.run(() -> open(opened[0]++));
    }

    /** Opens a file of the source, or the body of the request as file 0; null after the last. */
    private @Nullable OpenFile open(int number) {
      if (request.source() == null) {
        return number == 0 ? OpenFile.nextOf(body, null, request, reader) : null;
      }
      filesRead = new FilesRead(number, files.size());
      return number == files.size()
          ? null
          : OpenFile.nextOf(body, files.get(number).name(), request, reader);
    }

    /** Fails if the service shuts down, or if the load was cancelled or taken for dead. */
    private void requireMayGoOn() {
      workers.requireOpen();
      if (progress.standing() != Standing.MAY_GO_ON) {
        throw new BodyInterrupted("the load may not go on");
      }
    }

    private void commit(LoadTransaction begun, LoadResult result) {
      if (request.dryRun()) {
        await(begun.rollback());
        await(records.ended(submission.loadId(), LoadStatus.VALIDATED, result, null));
      } else {
        long sent = System.nanoTime();
        await(
            begun
                .commit(result)
                .whenComplete(
                    (committed, failure) ->
                        observer.committed(request, Duration.ofNanos(System.nanoTime() - sent))));
      }
    }

    private void rollBack() {
      if (transaction != null) {
        await(transaction.rollback());
      }
    }

    /** Records the end. A refusal is an outcome; other failures are thrown. */
    private LoadOutcome ended(Throwable reason) {
      if (reason instanceof Refused refused) {
        return notLoaded(refused);
      }
      note(reason);
      if (reason instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) reason;
    }

    private LoadOutcome notLoaded(Refused refused) {
      storeRejects(refused.code());
      note(refused);
      return new NotLoaded(
          submission.loadId(), request, refused.code(), refused.detail(), result(null), rejectsUrl);
    }

    /** If the store fails, the reason of the refusal is still more useful than that. */
    private void storeRejects(RefusalCode code) {
      try {
        switch (code) {
          case NO_ROWS_ACCEPTED, TOO_MANY_ERRORS, ABORTED_ON_ERROR ->
              rejectsUrl = rejects.store(store, submission);
          default -> {
            // They are stored already if only the commit failed.
          }
        }
      } catch (RuntimeException storageFailed) {
        rejectsUrl = null;
      }
    }

    /** If that fails, the record is later found to be that of a dead load. */
    private void note(Throwable reason) {
      if (recorded) {
        await(
            records
                .ended(
                    submission.loadId(),
                    LoadEnds.status(reason),
                    result(null),
                    LoadEnds.problem(reason))
                .exceptionally(failure -> null));
      }
    }

    /** Refuses a load if there are no threads any more; other failures stay. */
    private LoadOutcome neverStarted(Throwable failure) {
      if (Failures.unwrapped(failure) instanceof Refused draining) {
        body.abandon();
        return notLoaded(draining);
      }
      throw new CompletionException(Failures.unwrapped(failure));
    }

    private LoadResult result(@Nullable String sha256) {
      return new LoadResult(
          counts(),
          body.bytes(),
          filesRead,
          sha256,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started),
          rejects.first(),
          rejectsUrl != null,
          rejectsUrl == null ? 0 : rejects.kept());
    }

    private RowCounts counts() {
      RowLoop loop = rows;
      return loop == null ? RowCounts.NONE : loop.counts();
    }
  }
}
