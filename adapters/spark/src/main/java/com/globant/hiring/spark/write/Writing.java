package com.globant.hiring.spark.write;

import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.check.AcceptedRows;
import com.globant.hiring.spark.check.LoadKeys;
import com.globant.hiring.spark.check.References;
import com.globant.hiring.spark.check.SliceTask;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.write.SliceResult.RefusedRow;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import scala.Tuple2;

/** The second reading of the files. */
public final class Writing {
  private final JavaSparkContext spark;
  private final Broadcast<Job> job;
  private final References references;
  private final LoadKeys keys;

  public Writing(JavaSparkContext spark, Broadcast<Job> job, References references, LoadKeys keys) {
    this.spark = spark;
    this.job = job;
    this.references = references;
    this.keys = keys;
  }

  /** Reads slices for their refused rows and what is counted, without writing rows. */
  public List<SliceResult> collect(List<SliceTask> tasks) {
    if (tasks.isEmpty()) {
      return List.of();
    }
    Broadcast<Job> sent = job;
    References known = references;
    LoadKeys ofLoad = keys;
    return spark
        .parallelize(tasks, tasks.size())
        .map(task -> collect(new SliceOutput(sent.value(), task, known, ofLoad)))
        .collect();
  }

  private static SliceResult collect(SliceOutput output) throws IOException {
    try (output) {
      output.drain();
      return output.result();
    }
  }

  /** Each slice writes its own parts. */
  public List<SliceResult> inOrderOfFiles(List<SliceTask> tasks) {
    CollectionAccumulator<SliceResult> results = spark.sc().collectionAccumulator("slices");
    Broadcast<Job> sent = job;
    References known = references;
    LoadKeys ofLoad = keys;
    spark
        .parallelize(tasks, tasks.size())
        .foreach(
            task ->
                results.add(
                    write(sent.value(), task, new SliceOutput(sent.value(), task, known, ofLoad))));
    return once(results);
  }

  private static SliceResult write(Job job, SliceTask task, SliceOutput output)
      throws IOException, SQLException {
    try (output;
        PartWriter writer = new PartWriter(job)) {
      for (int i = 0; i < task.parts(); i++) {
        writer.write(task.firstPart() + i, bytes(output), job.description().rowsOfPart());
      }
      output.drain();
      return output.result();
    }
  }

  private static Iterator<byte[]> bytes(Iterator<Tuple2<Long, byte[]>> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public byte[] next() {
        return rows.next()._2();
      }
    };
  }

  /**
   * Rows go to the range of their key, and each range is written in the order of its keys.
   *
   * @param sortedBy keys that divide the rows
   * @param parts how many ranges there are
   */
  public List<SliceResult> sorted(List<SliceTask> tasks, Roaring64Bitmap sortedBy, int parts) {
    CollectionAccumulator<SliceResult> results = spark.sc().collectionAccumulator("slices");
    Broadcast<Job> sent = job;
    References known = references;
    LoadKeys ofLoad = keys;
    spark
        .parallelize(tasks, tasks.size())
        .flatMapToPair(
            task -> new KeyedRows(new SliceOutput(sent.value(), task, known, ofLoad), results))
        .repartitionAndSortWithinPartitions(KeyRanges.of(sortedBy, parts))
        .foreachPartition(rows -> write(sent.value(), rows));
    return once(results);
  }

  /** A refused row that has waited for others. */
  private record LateRow(RefusedRow row, String raw) implements Serializable {}

  /**
   * Writes the refused rows that have waited for others to a file, in the order in which the
   * service refuses them.
   *
   * @param tasks of the slices that have some
   * @param number of the file
   * @param kept how many are written
   */
  public SliceResult late(List<SliceTask> tasks, int number, long kept) {
    Broadcast<Job> sent = job;
    References known = references;
    LoadKeys ofLoad = keys;
    return spark
        .parallelize(tasks, tasks.size())
        .flatMapToPair(task -> late(sent.value(), task, known, ofLoad))
        .repartitionAndSortWithinPartitions(new HashPartitioner(1))
        .values()
        .mapPartitions(rows -> List.of(late(sent.value(), number, kept, rows)).iterator())
        .first();
  }

  private static Iterator<Tuple2<Integer, LateRow>> late(
      Job job, SliceTask task, References references, LoadKeys keys) throws IOException {
    String file = job.description().objects().get(task.slice().object()).name();
    Table table = job.table();
    return new AcceptedRows<>(
        job,
        task.slice(),
        references,
        (place, row, results) -> {
          int number = (int) place;
          int rank = task.takenRows().rankOf(number);
          if (rank >= 0) {
            int unknown = task.takenRows().unknownOf(number);
            RowRejected refused =
                unknown < 0
                    ? keys.refused(row, table, task.takenRows().keyOf(number))
                    : RowRejected.unknownReference(
                        row, table, table.foreignKeysTo(table).get(unknown));
            results.add(
                new Tuple2<>(
                    rank, new LateRow(RefusedRow.of(file, refused), row.raw().toString())));
          }
        });
  }

  private static SliceResult late(Job job, int number, long kept, Iterator<LateRow> rows) {
    try (RefusedFile file = new RefusedFile(job, number)) {
      while (rows.hasNext() && file.count() < kept) {
        LateRow late = rows.next();
        file.add(late.row(), late.raw());
      }
      return file.result(0, new HireCounts());
    }
  }

  private static void write(Job job, Iterator<Tuple2<Long, byte[]>> rows) throws SQLException {
    try (PartWriter writer = new PartWriter(job)) {
      writer.write(TaskContext.getPartitionId(), bytes(rows), Long.MAX_VALUE);
    }
  }

  /** Repeated tasks report again, the same. */
  private static List<SliceResult> once(CollectionAccumulator<SliceResult> reported) {
    Map<Integer, SliceResult> once = new TreeMap<>();
    reported.value().forEach(result -> once.put(result.slice(), result));
    return new ArrayList<>(once.values());
  }

  /** The rows of a slice with their keys. Reports what came of the slice at its end. */
  private static final class KeyedRows implements Iterator<Tuple2<Long, byte[]>> {
    private final SliceOutput output;
    private final CollectionAccumulator<SliceResult> results;
    private boolean reported;

    KeyedRows(SliceOutput output, CollectionAccumulator<SliceResult> results) {
      this.output = output;
      this.results = results;
      TaskCompletionListener closing = context -> close(output);
      TaskContext.get().addTaskCompletionListener(closing);
    }

    private static void close(SliceOutput output) {
      try {
        output.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public boolean hasNext() {
      boolean more = output.hasNext();
      if (!more && !reported) {
        reported = true;
        results.add(output.result());
      }
      return more;
    }

    @Override
    public Tuple2<Long, byte[]> next() {
      return output.next();
    }
  }
}
