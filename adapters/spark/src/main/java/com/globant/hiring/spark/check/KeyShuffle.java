package com.globant.hiring.spark.check;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.spark.job.Job;
import com.globant.hiring.spark.slice.Slice;
import java.io.Serializable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Finds the rows that share keys, if bitmaps cannot: equal keys meet in one partition. No lambda
 * has a relocated type in its signature, since shading would break its deserialization.
 */
public final class KeyShuffle {
  private final JavaSparkContext spark;
  private final TaskInput input;

  /** Rows that share one value of a key. */
  private record Group(int key, Places rows) implements Serializable {}

  /** Rows of a slice that share a key with others, without the one that is written. */
  private record OfSlice(int slice, TakenRows rows) implements Serializable {}

  public KeyShuffle(JavaSparkContext spark, TaskInput input) {
    this.spark = spark;
    this.input = input;
  }

  /** The rows that are not written, by slice. */
  public Map<Integer, TakenRows> takenRows(List<Slice> slices) throws SQLException {
    JavaPairRDD<List<Object>, Places> groups =
        input.keys().areNumbers()
            ? withExisting(keysOfFiles(slices).reduceByKey(Places::plus))
            : keysOfRows(slices).reduceByKey(Places::plus);
    JavaPairRDD<List<Object>, Places> shared = groups.filter(group -> group._2().areSeveral());
    return input.keys().all().size() == 1 ? ofOneKey(shared) : ofSeveralKeys(shared);
  }

  private JavaPairRDD<List<Object>, Places> keysOfFiles(List<Slice> slices) {
    TaskInput sent = input;
    return spark
        .parallelize(slices, slices.size())
        .flatMapToPair(slice -> new AcceptedRows<>(sent, slice, sent.keys()::addTo));
  }

  /** Adds the keys of the table, of which a bitmap has room for very many, to those of files. */
  private JavaPairRDD<List<Object>, Places> withExisting(JavaPairRDD<List<Object>, Places> ofFiles)
      throws SQLException {
    Job job = input.job();
    if (!job.description().append()) {
      return ofFiles;
    }
    Keys read = new Keys();
    job.database().readKeys(job.table(), job.table().definition().primaryKey(), read::add);
    Broadcast<Keys> existing = spark.broadcast(read);
    return ofFiles.mapToPair(
        group ->
            existing.value().contains(group._1().get(1))
                ? new Tuple2<>(group._1(), group._2().plus(Places.of(Places.IN_TABLE)))
                : group);
  }

  /** The key of each row, and of each row of the table that rows are added to, with its place. */
  JavaPairRDD<List<Object>, Places> keysOfRows(List<Slice> slices) {
    JavaPairRDD<List<Object>, Places> ofRows = keysOfFiles(slices);
    if (!input.job().description().append()) {
      return ofRows;
    }
    TaskInput sent = input;
    List<Integer> numbers = IntStream.range(0, input.keys().all().size()).boxed().toList();
    return ofRows.union(
        spark
            .parallelize(numbers, numbers.size())
            .flatMapToPair(key -> existing(sent.job(), key, sent.keys().all().get(key))));
  }

  private static Iterator<Tuple2<List<Object>, Places>> existing(
      Job job, int number, LoadKeys.Key key) throws SQLException {
    List<Tuple2<List<Object>, Places>> all = new ArrayList<>();
    job.database()
        .readKeys(
            job.table(),
            key.columns(),
            value -> all.add(new Tuple2<>(List.of(number, value), Places.of(Places.IN_TABLE))));
    return all.iterator();
  }

  /** With one key, each group can be judged by itself. */
  Map<Integer, TakenRows> ofOneKey(JavaPairRDD<List<Object>, Places> shared) {
    boolean updates = input.job().request().duplicates() == DuplicateKeys.UPDATE;
    Map<Integer, TakenRows> taken = new HashMap<>();
    shared
        .values()
        .mapPartitions(groups -> butOne(groups, updates))
        .collect()
        .forEach(
            some ->
                taken.merge(
                    some.slice(),
                    some.rows(),
                    (one, other) -> {
                      one.addAll(other);
                      return one;
                    }));
    return taken;
  }

  /** All rows of each group but the one that is written: the first, or the last of an update. */
  private static Iterator<OfSlice> butOne(Iterator<Places> groups, boolean updates) {
    Map<Integer, TakenRows> taken = new HashMap<>();
    while (groups.hasNext()) {
      long[] places = groups.next().inOrder();
      int written = updates ? places.length - 1 : 0;
      for (int i = 0; i < places.length; i++) {
        if (places[i] != Places.IN_TABLE) {
          TakenRows ofSlice =
              taken.computeIfAbsent(Places.slice(places[i]), none -> new TakenRows());
          if (i != written) {
            ofSlice.add(0, Places.row(places[i]));
          }
          if (updates && i > 0) {
            ofSlice.addUpdate(Places.row(places[i]));
          }
        }
      }
    }
    return taken.entrySet().stream()
        .map(entry -> new OfSlice(entry.getKey(), entry.getValue()))
        .iterator();
  }

  /**
   * With several keys, a row that is refused for one of them leaves the others to later rows. So
   * rows that share keys are judged one after the other, here.
   */
  private static Map<Integer, TakenRows> ofSeveralKeys(JavaPairRDD<List<Object>, Places> shared) {
    JavaRDD<Group> groups = shared.map(group -> new Group((Integer) group._1().get(0), group._2()));
    List<Member> members = new ArrayList<>();
    for (Group group : groups.collect()) {
      long[] places = group.rows().inOrder();
      boolean inTable = places[0] == Places.IN_TABLE;
      Value value = new Value(group.key(), inTable);
      for (int i = inTable ? 1 : 0; i < places.length; i++) {
        members.add(new Member(places[i], value));
      }
    }
    members.sort(
        Comparator.comparingLong(Member::place).thenComparingInt(member -> member.value().key));
    Map<Integer, TakenRows> taken = new HashMap<>();
    for (int from = 0, to; from < members.size(); from = to) {
      long place = members.get(from).place();
      to = from;
      int by = -1;
      while (to < members.size() && members.get(to).place() == place) {
        Value value = members.get(to++).value();
        by = by < 0 && value.taken ? value.key : by;
      }
      if (by >= 0) {
        taken
            .computeIfAbsent(Places.slice(place), none -> new TakenRows())
            .add(by, Places.row(place));
      } else {
        members.subList(from, to).forEach(member -> member.value().taken = true);
      }
    }
    return taken;
  }

  /** A value of a key that several rows have. */
  private static final class Value {
    private final int key;
    private boolean taken;

    Value(int key, boolean taken) {
      this.key = key;
      this.taken = taken;
    }
  }

  /** A row, by its place, and a value that it shares. */
  private record Member(long place, Value value) {}
}
