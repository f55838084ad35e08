package com.globant.hiring.spark;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.table.ForeignKey;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.roaringbitmap.RoaringBitmap;
import scala.Tuple2;

/**
 * Finds the first of equal keys that are no whole numbers: equal keys meet in one partition, and
 * all but the first of them are taken.
 */
final class KeyShuffle {
  /** The place of a key that the table has, before all rows. */
  private static final long IN_TABLE = -1;

  private KeyShuffle() {}

  /** See {@link SliceTask}, by slice. */
  static Map<Integer, RoaringBitmap> takenRows(
      JavaSparkContext spark,
      Broadcast<Job> job,
      Broadcast<Map<Integer, Keys>> references,
      List<Slice> slices) {
    JavaPairRDD<Object, long[]> keys =
        spark
            .parallelize(slices, slices.size())
            .flatMapToPair(slice -> keys(job.value(), slice, Run.keys(job, references)));
    if (job.value().description().append()) {
      keys =
          keys.union(spark.parallelize(List.of(0), 1).flatMapToPair(one -> existing(job.value())));
    }
    // No lambda has a relocated type in its signature: shading would break its deserialization.
    Map<Integer, RoaringBitmap> taken = new HashMap<>();
    keys.reduceByKey(KeyShuffle::joined)
        .values()
        .filter(places -> places.length > 1)
        .flatMap(KeyShuffle::butFirst)
        .collect()
        .forEach(
            place ->
                taken
                    .computeIfAbsent((int) (place >> Integer.SIZE), none -> new RoaringBitmap())
                    .add(place.intValue()));
    return taken;
  }

  private static Iterator<Tuple2<Object, long[]>> keys(
      Job job, Slice slice, Map<ForeignKey, KeySet> references) throws IOException {
    int[] columns = KeyOrder.positions(job.table());
    List<Tuple2<Object, long[]>> keys = new ArrayList<>();
    long row = 0;
    try (SliceRows rows = SliceRows.open(job, slice, references)) {
      while (rows.hasNext()) {
        RowOutcome outcome = rows.next();
        if (outcome instanceof Row accepted) {
          long place = (long) slice.number() << Integer.SIZE | row++;
          keys.add(new Tuple2<>(Objects.requireNonNull(accepted.key(columns)), new long[] {place}));
        }
      }
    } catch (Refused refused) {
      // The check of the slice has found it too, and the load is refused.
      return keys.iterator();
    }
    return keys.iterator();
  }

  private static Iterator<Tuple2<Object, long[]>> existing(Job job) throws SQLException {
    List<Tuple2<Object, long[]>> keys = new ArrayList<>();
    job.database()
        .readKeys(
            job.table(),
            KeyOrder.names(job.table()),
            key -> keys.add(new Tuple2<>(key, new long[] {IN_TABLE})));
    return keys.iterator();
  }

  private static long[] joined(long[] some, long[] others) {
    long[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    return all;
  }

  private static Iterator<Long> butFirst(long[] places) {
    long first = Arrays.stream(places).min().orElseThrow();
    return Arrays.stream(places).filter(place -> place != first).boxed().iterator();
  }
}
