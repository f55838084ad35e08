package com.globant.hiring.spark;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.JobDescription.Order;
import com.globant.hiring.spark.JobResult.Counts;
import com.globant.hiring.spark.SliceResult.RefusedRow;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.roaringbitmap.RoaringBitmap;
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
        new Progress(
            description.loadId(),
            description.objects().size(),
            description.database() == null ? null : job.database());
  }

  JobResult run() throws IOException, SQLException {
    Unsupported.refuse(job.request());
    progress.phase("scanning", null);
    List<Slice> slices = new SliceCutter(spark, shared).cut();
    progress.phase("checking", null);
    Broadcast<Map<Integer, Keys>> references = spark.broadcast(references());
    LoadCheck check = check(slices, references);
    int endedBy = check.endedBy();
    if (endedBy >= 0) {
      return endedBy(check, endedBy, references);
    }
    String none = check.noneAccepted("the load");
    if (none != null) {
      List<SliceResult> results = collect(check.tasks(description.rowsOfPart()), references);
      return JobResult.refused(
          RefusalCode.NO_ROWS_ACCEPTED, none, counts(check, results), description.bytes(), results);
    }
    if (description.dryRun()) {
      List<SliceResult> results = collect(check.tasks(description.rowsOfPart()), references);
      return JobResult.of(
          "validated",
          null,
          null,
          counts(check, results),
          description.bytes(),
          results,
          DryRunReports.of(job, results));
    }
    return write(check, references);
  }

  /** The keys that rows may reference, by the position of the foreign key in its table. */
  private Map<Integer, Keys> references() throws SQLException {
    Map<Integer, Keys> references = new HashMap<>();
    for (int i = 0; i < table.foreignKeys().size(); i++) {
      ForeignKey key = table.foreignKeys().get(i);
      Keys keys = new Keys();
      job.database().readKeys(table.referenced(key), key.referencedColumns(), keys::add);
      references.put(i, keys);
    }
    return references;
  }

  private LoadCheck check(List<Slice> slices, Broadcast<Map<Integer, Keys>> references)
      throws SQLException {
    Broadcast<Job> sent = shared;
    List<SliceCheck> checks =
        spark
            .parallelize(slices, slices.size())
            .map(slice -> SliceCheck.of(sent.value(), slice, keys(sent, references)))
            .collect();
    Roaring64Bitmap existing = new Roaring64Bitmap();
    Map<Integer, RoaringBitmap> takenRows = Map.of();
    boolean withKeys = KeyOrder.exists(table);
    if (withKeys && KeyOrder.hasNumbers(table)) {
      if (description.append()) {
        job.database()
            .readKeys(table, KeyOrder.names(table), key -> existing.addLong(Keys.unsigned(key)));
      }
    } else if (withKeys) {
      takenRows = KeyShuffle.takenRows(spark, shared, references, slices);
    }
    return new LoadCheck(job.request(), slices, checks, existing, takenRows);
  }

  static Map<ForeignKey, KeySet> keys(
      Broadcast<Job> job, Broadcast<Map<Integer, Keys>> references) {
    return Job.referenced(job.value().table(), references.value());
  }

  private JobResult endedBy(LoadCheck check, int slice, Broadcast<Map<Integer, Keys>> references) {
    SliceCheck ended = check.check(slice);
    if (!check.isTooMany(slice)) {
      return JobResult.refused(
          Objects.requireNonNull(ended.refusal()),
          Objects.requireNonNull(ended.detail()),
          counts(check, List.of()),
          description.bytes(),
          List.of());
    }
    List<SliceResult> results = collect(check.tasksUpTo(slice), references);
    SliceResult last = results.get(results.size() - 1);
    String hint = check.toWrite() + check.ignored() == 0 ? ended.hint() : "";
    RefusedRow row = Objects.requireNonNull(last.last());
    String place = "%s, line %d: %s".formatted(row.file(), row.line(), row.message());
    return job.request().abortOnError()
        ? JobResult.refused(
            RefusalCode.ABORTED_ON_ERROR,
            "%s; the first refused row ends this load%s".formatted(place, hint),
            counts(check, results),
            description.bytes(),
            results)
        : JobResult.refused(
            RefusalCode.TOO_MANY_ERRORS,
            "%s; that is one refused row more than the %d that are allowed%s"
                .formatted(place, check.allowed(), hint),
            counts(check, results),
            description.bytes(),
            results);
  }

  private Counts counts(LoadCheck check, List<SliceResult> results) {
    return new Counts(
        check.read(),
        check.toWrite(),
        0,
        check.ignored(),
        check.refused(),
        results.stream().mapToLong(SliceResult::incomplete).sum());
  }

  /** Reads slices again for their refused rows and what is counted, without writing rows. */
  private List<SliceResult> collect(
      List<SliceTask> tasks, Broadcast<Map<Integer, Keys>> references) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    Broadcast<Job> sent = shared;
    return spark
        .parallelize(tasks, tasks.size())
        .map(task -> Writing.collect(sent.value(), task, keys(sent, references)))
        .collect();
  }

  private JobResult write(LoadCheck check, Broadcast<Map<Integer, Keys>> references)
      throws SQLException {
    long rowsOfPart = description.rowsOfPart();
    boolean sorted = KeyOrder.hasNumbers(table) && isSorted(check);
    List<SliceTask> tasks = check.tasks(rowsOfPart);
    int parts =
        sorted
            ? LoadCheck.parts(check.toWrite(), rowsOfPart)
            : tasks.stream().mapToInt(SliceTask::parts).sum();
    progress.phase("writing", parts);
    CollectionAccumulator<SliceResult> results = spark.sc().collectionAccumulator("slices");
    if (sorted) {
      KeyRanges ranges = KeyRanges.of(check.keys(), rowsOfPart, parts);
      Writing.sorted(spark, shared, references, tasks, ranges, results);
    } else {
      Writing.inOrderOfFiles(spark, shared, references, tasks, results);
    }
    progress.requireWritten(parts, check.toWrite());
    progress.phase("written", parts);
    List<SliceResult> once = once(results.value());
    return JobResult.of("loaded", null, null, counts(check, once), description.bytes(), once, null);
  }

  private boolean isSorted(LoadCheck check) {
    return description.rowOrder() == Order.SORTED
        || (description.rowOrder() == Order.AUTO && !check.isInOrder());
  }

  /** Repeated tasks report again, the same. */
  private static List<SliceResult> once(List<SliceResult> reported) {
    Map<Integer, SliceResult> once = new TreeMap<>(Comparator.naturalOrder());
    reported.forEach(result -> once.put(result.slice(), result));
    return new ArrayList<>(once.values());
  }
}
