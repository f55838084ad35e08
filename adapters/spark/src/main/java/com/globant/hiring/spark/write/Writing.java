package com.globant.hiring.spark.write;

import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.check.AcceptedRows;
import com.globant.hiring.spark.check.SliceTask;
import com.globant.hiring.spark.check.TaskInput;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.write.SliceResult.RefusedRow;
import java.io.IOException;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.util.CollectionAccumulator;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import scala.Tuple2;

/** The second reading of the files. */
public final class Writing {
  private final JavaSparkContext spark;
  private final TaskInput input;

  public Writing(JavaSparkContext spark, TaskInput input) {
    this.spark = spark;
    this.input = input;
  }

  /** Reads slices for their refused rows and what is counted, without writing rows. */
  public List<SliceResult> collect(List<SliceTask> tasks) {
    return ofEach(tasks, Writing::read);
  }

  /** Each slice writes its own parts. */
  public List<SliceResult> inOrderOfFiles(List<SliceTask> tasks) {
    return ofEach(tasks, Writing::writeParts);
  }

  private List<SliceResult> ofEach(
      List<SliceTask> tasks, Function2<TaskInput, SliceTask, SliceResult> action) {
    TaskInput sent = input;
    return tasks.isEmpty()
        ? List.of()
        : spark.parallelize(tasks, tasks.size()).map(task -> action.call(sent, task)).collect();
  }

  private static SliceResult read(TaskInput input, SliceTask task) throws IOException {
    try (SliceOutput output = new SliceOutput(input, task)) {
      output.drain();
      return output.result();
    }
  }

  private static SliceResult writeParts(TaskInput input, SliceTask task)
      throws IOException, SQLException {
    try (SliceOutput output = new SliceOutput(input, task);
        PartWriter writer = new PartWriter(input.job())) {
      for (int i = 0; i < task.parts(); i++) {
        writer.write(task.firstPart() + i, output, input.job().description().rowsOfPart());
      }
      output.drain();
      return output.result();
    }
  }

  /**
   * Rows go to the range of their key, and each range is written in the order of its keys.
   *
   * @param sortedBy keys that divide the rows
   * @param parts how many ranges there are
   */
  public List<SliceResult> sorted(List<SliceTask> tasks, Roaring64Bitmap sortedBy, int parts) {
    CollectionAccumulator<SliceResult> results = spark.sc().collectionAccumulator("slices");
    TaskInput sent = input;
    spark
        .parallelize(tasks, tasks.size())
        .flatMapToPair(task -> new KeyedRows(new SliceOutput(sent, task), results))
        .repartitionAndSortWithinPartitions(KeyRanges.of(sortedBy, parts))
        .foreachPartition(rows -> write(sent.job(), rows));
    // Repeated tasks report again, the same.
    Map<Integer, SliceResult> once = new TreeMap<>();
    results.value().forEach(result -> once.put(result.slice(), result));
    return new ArrayList<>(once.values());
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
    TaskInput sent = input;
    return spark
        .parallelize(tasks, tasks.size())
        .flatMapToPair(task -> late(sent, task))
        .repartitionAndSortWithinPartitions(new HashPartitioner(1))
        .values()
        .mapPartitions(rows -> List.of(late(sent.job(), number, kept, rows)).iterator())
        .first();
  }

  private static Iterator<Tuple2<Integer, LateRow>> late(TaskInput input, SliceTask task)
      throws IOException {
    String file = input.job().description().objects().get(task.slice().object()).name();
    Table table = input.table();
    return new AcceptedRows<>(
        input,
        task.slice(),
        (place, row, results) -> {
          int number = (int) place;
          int rank = task.takenRows().rankOf(number);
          if (rank >= 0) {
            int unknown = task.takenRows().unknownOf(number);
            RowRejected refused =
                unknown < 0
                    ? input.keys().refused(row, table, task.takenRows().keyOf(number))
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
      writer.write(TaskContext.getPartitionId(), rows, Long.MAX_VALUE);
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
      AcceptedRows.closeWithTask(output);
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
