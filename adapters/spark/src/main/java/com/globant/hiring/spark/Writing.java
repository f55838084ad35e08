package com.globant.hiring.spark;

import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.ForeignKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/** The second reading of the files, which writes their rows. */
final class Writing {
  private Writing() {}

  /** Only the refused rows and what is counted. */
  static SliceResult collect(Job job, SliceTask task, Map<ForeignKey, KeySet> references)
      throws IOException {
    try (SliceOutput output = new SliceOutput(job, task, references)) {
      output.drain();
      return output.result();
    }
  }

  /** Each slice writes its own parts. */
  static void inOrderOfFiles(
      JavaSparkContext spark,
      Broadcast<Job> job,
      Broadcast<Map<Integer, Keys>> references,
      List<SliceTask> tasks,
      CollectionAccumulator<SliceResult> results) {
    spark
        .parallelize(tasks, tasks.size())
        .foreach(task -> results.add(write(job.value(), task, Run.keys(job, references))));
  }

  private static SliceResult write(Job job, SliceTask task, Map<ForeignKey, KeySet> references)
      throws IOException, SQLException {
    try (SliceOutput output = new SliceOutput(job, task, references);
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

  /** Rows go to the range of their key, and each range is written in the order of its keys. */
  static void sorted(
      JavaSparkContext spark,
      Broadcast<Job> job,
      Broadcast<Map<Integer, Keys>> references,
      List<SliceTask> tasks,
      KeyRanges ranges,
      CollectionAccumulator<SliceResult> results) {
    spark
        .parallelize(tasks, tasks.size())
        .flatMapToPair(
            task ->
                new KeyedRows(
                    new SliceOutput(job.value(), task, Run.keys(job, references)), results))
        .repartitionAndSortWithinPartitions(ranges)
        .foreachPartition(rows -> write(job.value(), rows));
  }

  private static void write(Job job, Iterator<Tuple2<Long, byte[]>> rows) throws SQLException {
    try (PartWriter writer = new PartWriter(job)) {
      writer.write(TaskContext.getPartitionId(), bytes(rows), Long.MAX_VALUE);
    }
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
