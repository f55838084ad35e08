package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.BodyMeasure;
import com.globant.hiring.application.body.FileList;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.bulk.BulkJob;
import com.globant.hiring.application.bulk.BulkLoads;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.MigrateCsv.OnCluster;
import com.globant.hiring.application.record.FilesRead;
import com.globant.hiring.application.record.LoadRecords.Admission;
import com.globant.hiring.application.record.LoadRecords.Held;
import com.globant.hiring.application.record.LoadRecords.Standing;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.ProgressReports;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.rejects.Rejects;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One load, with what it holds. Runs on a thread of its own. */
final class Load {
  private final MigrateCsv with;
  private final long started;
  private final LoadSubmission submission;
  private final LoadRequest request;
  private final Body body;
  private final BodyMeasure measure = new BodyMeasure();
  private final Rejects rejects;
  private final ProgressReports progress;
  private final LoadEnds ends;
  private boolean recorded;
  private @Nullable BegunLoad begun;
  private @Nullable BulkTransaction onCluster;
  private boolean publishing;
  private List<SourceFile> files = List.of();
  private int filesOpened;
  private volatile @Nullable RowLoop rows;
  private volatile @Nullable BulkJob job;
  private volatile @Nullable FilesRead filesRead;

  /**
   * @param elapsed since the load began
   */
  Load(MigrateCsv with, LoadSubmission submission, Body body, Duration elapsed) {
    this.with = with;
    this.started = System.nanoTime() - elapsed.toNanos();
    this.submission = submission;
    this.request = submission.request();
    this.body = body;
    this.rejects = new Rejects(with.spools, request.source() != null);
    this.ends = new LoadEnds(with, submission, rejects, () -> result(null));
    this.progress =
        new ProgressReports(
            with.records,
            submission.loadId(),
            this::counts,
            this::filesRead,
            measure::bytes,
            body::abandon,
            with.progressEvery);
  }

  LoadOutcome run() {
    try {
      Admission admission = await(with.records.open(submission));
      if (admission instanceof Held held) {
        return new Replay(held.load(), request, body, measure, with.spools, with.store).run();
      }
      recorded = true;
      progress.start();
      String filesSha256 = findFiles();
      LoadPlan plan = plan(body.expectedBytes());
      OnCluster cluster = with.cluster;
      if (cluster != null && cluster.takes(request, files, body, with.reader)) {
        String engine = cluster.loads().engine().name();
        BulkTransaction transaction =
            await(cluster.transactions().begin(plan, engine, request.dryRun()));
        body.begun();
        loadOnCluster(cluster.loads(), transaction);
        return committed(plan, transaction, Objects.requireNonNull(filesSha256));
      }
      LoadTransaction transaction = await(with.transactions.begin(plan));
      begun = transaction;
      body.begun();
      readAndWrite(transaction);
      return committed(plan, transaction, filesSha256 == null ? measure.sha256() : filesSha256);
    } catch (RuntimeException | Error failure) {
      // Refused, interrupted, cancelled, stopped or a defect: the table is as it was.
      return failed(failure);
    } finally {
      close();
    }
  }

  /** Continues a load on a cluster that another instance has begun; fails if that is not so. */
  LoadOutcome resume() {
    OnCluster cluster = Objects.requireNonNull(with.cluster);
    files = FileList.read(with.store, submission.fileListKey());
    LoadPlan plan = plan(files.stream().mapToLong(SourceFile::bytes).sum());
    BulkTransaction transaction = resumed(cluster, plan);
    try {
      recorded = true;
      progress.start();
      loadOnCluster(cluster.loads(), transaction);
      try (FileList list = new FileList(with.spools, files)) {
        return committed(plan, transaction, list.sha256());
      }
    } catch (RuntimeException | Error failure) {
      return failed(failure);
    } finally {
      close();
    }
  }

  private BulkTransaction resumed(OnCluster cluster, LoadPlan plan) {
    try {
      return await(cluster.transactions().resume(plan, request.dryRun()));
    } catch (Refused refused) {
      if (refused.code() == RefusalCode.ABORTED) {
        cluster.loads().work().delete(submission.loadId());
      }
      throw refused;
    }
  }

  /** Finds the files of a source and stores their list; gives its digest, or null without any. */
  private @Nullable String findFiles() {
    if (request.source() == null) {
      return null;
    }
    files = body.find();
    filesRead = new FilesRead(0, files.size());
    try (FileList list = new FileList(with.spools, files)) {
      list.store(with.store, submission.fileListKey(), submission.fileListName());
      return list.sha256();
    }
  }

  private LoadPlan plan(long expectedBytes) {
    return new LoadPlan(
        submission.loadId(),
        request.schema(),
        request.table(),
        request.append(),
        request.duplicates(),
        expectedBytes);
  }

  private void readAndWrite(LoadTransaction transaction) {
    RowLoop loop =
        new RowLoop(request, this::requireMayGoOn, with.observer, body, transaction, rejects);
    rows = loop;
    loop.run(this::openNext);
  }

  /** Opens the next file of the source, or the body of the request; null after the last. */
  private @Nullable OpenFile openNext() {
    int number = filesOpened++;
    if (request.source() == null) {
      return number == 0 ? opened(null) : null;
    }
    filesRead = new FilesRead(number, files.size());
    return number == files.size() ? null : opened(files.get(number).name());
  }

  private OpenFile opened(@Nullable String name) {
    return OpenFile.of(() -> measure.of(body.open()), name, request, with.reader);
  }

  private void loadOnCluster(BulkLoads bulk, BulkTransaction transaction) {
    begun = transaction;
    onCluster = transaction;
    BulkJob started = new BulkJob(bulk, submission, files, transaction, with.progressEvery);
    job = started;
    ends.storeHires(started.run(this::requireMayGoOnHere, rejects));
    publishing = true;
  }

  private void requireMayGoOnHere() {
    with.requireNotDraining();
    requireMayGoOn();
  }

  /** Fails if the service shuts down, or if the load was cancelled or taken for dead. */
  private void requireMayGoOn() {
    with.workers.requireOpen();
    if (progress.standing() != Standing.MAY_GO_ON) {
      throw new BodyInterrupted("the load may not go on");
    }
  }

  private LoadOutcome committed(LoadPlan plan, BegunLoad load, String sha256) {
    Orphans.refuse(plan, load);
    ends.storeRejects();
    LoadResult result = result(sha256);
    commit(load, result);
    clean();
    return new Loaded(submission.loadId(), request, result, ends.rejectsUrl(), false);
  }

  private void commit(BegunLoad load, LoadResult result) {
    if (request.dryRun()) {
      await(load.rollback());
      await(with.records.ended(submission.loadId(), LoadStatus.VALIDATED, result, null));
    } else {
      long sent = System.nanoTime();
      await(
          load.commit(result)
              .whenComplete(
                  (committed, failure) ->
                      with.observer.committed(
                          request, Duration.ofNanos(System.nanoTime() - sent))));
    }
  }

  private LoadOutcome failed(Throwable failure) {
    body.abandon();
    BulkTransaction transaction = onCluster;
    if (transaction != null && ends.isContinued(failure, transaction, publishing)) {
      await(transaction.release());
      return ends.ended(failure, false);
    }
    Throwable reason = LoadEnds.reason(failure, progress.standing());
    BulkJob ofCluster = job;
    if (ofCluster != null) {
      ofCluster.cancel();
    }
    if (begun != null) {
      await(begun.rollback());
    }
    try {
      return ends.ended(reason, recorded);
    } finally {
      clean();
    }
  }

  private void clean() {
    BulkJob ofCluster = job;
    if (ofCluster != null) {
      ofCluster.clean();
    }
  }

  private void close() {
    body.abandon();
    progress.close();
    rejects.close();
  }

  /** Refuses a load if there are no threads any more; other failures stay. */
  LoadOutcome neverStarted(Throwable failure) {
    if (Failures.unwrapped(failure) instanceof Refused draining) {
      body.abandon();
      return ends.ended(draining, false);
    }
    throw new CompletionException(Failures.unwrapped(failure));
  }

  private LoadResult result(@Nullable String sha256) {
    BulkJob ofCluster = job;
    return new LoadResult(
        counts(),
        ofCluster == null ? measure.bytes() : ofCluster.bytes(),
        filesRead(),
        sha256,
        Duration.ofNanos(System.nanoTime() - started).toMillis(),
        rejects.first(),
        ends.rejectsUrl() != null,
        ends.rejectsUrl() == null ? 0 : rejects.kept(),
        ofCluster == null ? null : ofCluster.run());
  }

  private RowCounts counts() {
    RowLoop loop = rows;
    BulkJob ofCluster = job;
    return ofCluster != null ? ofCluster.counts() : loop == null ? RowCounts.NONE : loop.counts();
  }

  private @Nullable FilesRead filesRead() {
    BulkJob ofCluster = job;
    return ofCluster == null ? filesRead : ofCluster.filesRead();
  }
}
