package com.globant.hiring.spark;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.bulk.BulkLoads;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.JobResult.Counts;
import com.globant.hiring.spark.JobResult.Reports;
import com.globant.hiring.spark.check.KeyShuffle;
import com.globant.hiring.spark.check.Keys;
import com.globant.hiring.spark.check.LoadCheck;
import com.globant.hiring.spark.check.LoadKeys;
import com.globant.hiring.spark.check.References;
import com.globant.hiring.spark.check.SelfReferences;
import com.globant.hiring.spark.check.SliceCheck;
import com.globant.hiring.spark.check.SliceTask;
import com.globant.hiring.spark.check.TakenRows;
import com.globant.hiring.spark.check.TaskInput;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.job.JobDescription;
import com.globant.hiring.spark.job.JobDescription.Order;
import com.globant.hiring.spark.job.Progress;
import com.globant.hiring.spark.slice.Slice;
import com.globant.hiring.spark.slice.SliceCutter;
import com.globant.hiring.spark.write.HireCounts;
import com.globant.hiring.spark.write.SliceResult;
import com.globant.hiring.spark.write.SliceResult.RefusedRow;
import com.globant.hiring.spark.write.Writing;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** Runs one load, from the driver. */
final class Run {
  private final JavaSparkContext spark;
  private final Job job;
  private final JobDescription description;
  private final Table table;
  private final Broadcast<Job> shared;
  private final Progress progress;

  Run(JavaSparkContext spark, Job job) {
    this.spark = spark;
    this.job = job;
    this.description = job.description();
    this.table = job.table();
    this.shared = spark.broadcast(job);
    this.progress =
        new Progress(description.loadId(), description.objects().size(), job.database());
  }

  JobResult run() throws IOException, SQLException {
    if (!BulkLoads.isPossible(job.request())) {
      throw new IllegalArgumentException(
          BulkLoads.LIMITS + "; let the service read the source itself");
    }
    try {
      return checkAndWrite();
    } catch (Exception failure) {
      // Files were checked before, so this is one that has changed while it was read again.
      Refused refused = refusal(failure);
      if (refused == null) {
        throw failure;
      }
      return JobResult.of(
          "refused",
          refused.code().wireName(),
          refused.detail(),
          new Counts(0, 0, 0, 0, 0, 0),
          0,
          List.of(),
          null);
    }
  }

  /** Why a task has failed, if it has refused a file; else null. */
  private static @Nullable Refused refusal(@Nullable Throwable failure) {
    return failure == null || failure instanceof Refused
        ? (Refused) failure
        : refusal(failure.getCause());
  }

  private JobResult checkAndWrite() throws IOException, SQLException {
    progress.phase("scanning", null);
    List<Slice> slices = new SliceCutter(spark, shared).cut();
    progress.phase("checking", null);
    TaskInput input = new TaskInput(shared, References.read(spark, job), LoadKeys.of(job));
    LoadCheck check = check(slices, input);
    Writing writing = new Writing(spark, input);
    int endedBy = check.endedBy();
    if (endedBy >= 0) {
      return endedBy(check, endedBy, writing);
    }
    if (check.isTooManyLate()) {
      return tooMany(check, withLate(check, writing, refusedOf(check, writing)), "");
    }
    String none = check.noneAccepted();
    if (none != null || description.dryRun()) {
      List<SliceResult> results = withLate(check, writing, refusedOf(check, writing));
      return none != null
          ? refused(RefusalCode.NO_ROWS_ACCEPTED, none, check, results)
          : result("validated", check, results, reports(results));
    }
    return write(check, writing);
  }

  private LoadCheck check(List<Slice> slices, TaskInput input) throws SQLException {
    List<SliceCheck> checks =
        spark
            .parallelize(slices, slices.size())
            .map(slice -> SliceCheck.of(input, slice))
            .collect();
    Roaring64Bitmap existing = new Roaring64Bitmap();
    Map<Integer, TakenRows> takenRows = Map.of();
    if (!table.foreignKeysTo(table).isEmpty()) {
      takenRows = new SelfReferences(spark, input).takenRows(slices);
    } else if (!input.keys().areInBitmaps()) {
      takenRows = new KeyShuffle(spark, input).takenRows(slices);
    } else if (description.append()) {
      job.database()
          .readKeys(
              table, table.definition().primaryKey(), key -> existing.addLong(Keys.unsigned(key)));
    }
    return new LoadCheck(job.request(), input.keys(), slices, checks, existing, takenRows);
  }

  private JobResult endedBy(LoadCheck check, int slice, Writing writing) {
    SliceCheck ended = check.check(slice);
    if (!check.isTooMany(slice)) {
      return refused(
          Objects.requireNonNull(ended.refusal()),
          Objects.requireNonNull(ended.detail()),
          check,
          List.of());
    }
    return tooMany(
        check, writing.collect(check.tasksUpTo(slice)), check.accepted() == 0 ? ended.hint() : "");
  }

  private List<SliceResult> refusedOf(LoadCheck check, Writing writing) {
    return writing.collect(check.tasks(description.rowsOfPart()));
  }

  /** Adds the refused rows that have waited for others, which come last. */
  private static List<SliceResult> withLate(
      LoadCheck check, Writing writing, List<SliceResult> results) {
    List<SliceTask> late = check.lateTasks();
    if (late.isEmpty()) {
      return results;
    }
    List<SliceResult> all = new ArrayList<>(results);
    all.add(writing.late(late, check.slices(), check.keptLate()));
    return all;
  }

  private JobResult tooMany(LoadCheck check, List<SliceResult> results, String hint) {
    RefusedRow row = Objects.requireNonNull(results.get(results.size() - 1).last());
    String place = "%s, line %d: %s".formatted(row.file(), row.line(), row.message());
    return job.request().abortOnError()
        ? refused(
            RefusalCode.ABORTED_ON_ERROR,
            "%s; the first refused row ends this load%s".formatted(place, hint),
            check,
            results)
        : refused(
            RefusalCode.TOO_MANY_ERRORS,
            "%s; that is one refused row more than the %d that are allowed%s"
                .formatted(place, check.allowed(), hint),
            check,
            results);
  }

  private JobResult write(LoadCheck check, Writing writing) throws SQLException {
    long rowsOfPart = description.rowsOfPart();
    boolean sorted = table.wholeNumberKey() >= 0 && isSorted(check);
    List<SliceTask> tasks = check.tasks(rowsOfPart);
    int parts =
        sorted
            ? LoadCheck.parts(check.toWrite(), rowsOfPart)
            : tasks.stream().mapToInt(SliceTask::parts).sum();
    progress.phase("writing", parts);
    List<SliceResult> results =
        sorted ? writing.sorted(tasks, check.sortedKeys(), parts) : writing.inOrderOfFiles(tasks);
    progress.requireWritten(parts, check.toWrite());
    progress.phase("written", parts);
    return result("loaded", check, withLate(check, writing, results), null);
  }

  private boolean isSorted(LoadCheck check) {
    return description.rowOrder() == Order.SORTED
        || (description.rowOrder() == Order.AUTO && !check.isInOrder());
  }

  /** What a dry run of hires that replaces the table counts. */
  private @Nullable Reports reports(List<SliceResult> results) {
    HireCounts hires = new HireCounts();
    results.forEach(slice -> hires.add(slice.hires()));
    return hires.groups().isEmpty() || description.append() ? null : new Reports(hires.text());
  }

  private JobResult refused(
      RefusalCode code, String detail, LoadCheck check, List<SliceResult> results) {
    return JobResult.of(
        "refused", code.wireName(), detail, counts(check, results), check.bytes(), results, null);
  }

  private JobResult result(
      String outcome, LoadCheck check, List<SliceResult> results, @Nullable Reports reports) {
    return JobResult.of(
        outcome, null, null, counts(check, results), check.bytes(), results, reports);
  }

  private static Counts counts(LoadCheck check, List<SliceResult> results) {
    return new Counts(
        check.read(),
        check.inserted(),
        check.updated(),
        check.ignored(),
        check.refused(),
        results.stream().mapToLong(SliceResult::incomplete).sum());
  }
}
