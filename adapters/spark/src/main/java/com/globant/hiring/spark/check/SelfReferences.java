package com.globant.hiring.spark.check;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.spark.slice.Slice;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * References of rows to rows of the same table, with the outcome of the service: a row goes on if
 * what it references came earlier or is in the table; else it waits for the end of the files. So a
 * row that references a waiting row waits too. The rows that wait are found in rounds, each of
 * which adds those that reference the ones found before; the driver then orders them.
 */
public final class SelfReferences {
  /** As in the service. */
  private static final int MOST_ROWS = 2_000_000;

  /** Each round goes over all keys. */
  private static final int MOST_ROUNDS = 1_000;

  private final JavaSparkContext spark;
  private final TaskInput input;
  private final KeyShuffle shuffle;

  public SelfReferences(JavaSparkContext spark, TaskInput input) {
    this.spark = spark;
    this.input = input;
    this.shuffle = new KeyShuffle(spark, input);
  }

  /**
   * The rows that are not written, by slice.
   *
   * @throws Refused if too many rows wait
   */
  public Map<Integer, TakenRows> takenRows(List<Slice> slices) throws SQLException {
    TaskInput sent = input;
    JavaRDD<Node> nodes =
        spark
            .parallelize(slices, slices.size())
            .flatMap(slice -> nodes(sent, slice))
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    JavaPairRDD<List<Object>, Long> holders =
        shuffle
            .keysOfRows(slices)
            .mapToPair(pair -> new Tuple2<>(pair._1(), pair._2().first()))
            .persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      List<Node> waiting = waiting(nodes, holders);
      WaitingPlaces places = new WaitingPlaces(waiting);
      Map<Integer, TakenRows> taken =
          shuffle.ofOneKey(
              holders
                  .filter(holder -> !places.contains(holder._2()))
                  .mapToPair(holder -> new Tuple2<>(holder._1(), Places.of(holder._2())))
                  .reduceByKey(Places::plus)
                  .filter(group -> group._2().areSeveral()));
      if (!waiting.isEmpty()) {
        new WaitingOrder(waiting, resolved(waiting, places, holders))
            .addTo(taken, input.job().request().duplicates());
      }
      return taken;
    } finally {
      nodes.unpersist();
      holders.unpersist();
    }
  }

  /** The rows that reference others. */
  private static Iterator<Node> nodes(TaskInput input, Slice slice) throws IOException {
    Table table = input.table();
    return new AcceptedRows<>(
        input,
        slice,
        (place, row, results) -> {
          Node node = Node.of(table, input.keys(), place, row);
          if (!node.isAlone()) {
            results.add(node);
          }
        });
  }

  /** All rows that wait, in their order. */
  private List<Node> waiting(JavaRDD<Node> nodes, JavaPairRDD<List<Object>, Long> holders) {
    Map<Long, Node> waiting = new HashMap<>();
    Map<List<Object>, List<Long>> holdersOfWaiting = new HashMap<>();
    List<Node> found = withoutEarlier(nodes, holders);
    for (int round = 0; !found.isEmpty(); round++) {
      Set<List<Object>> fresh = new HashSet<>();
      for (Node node : found) {
        waiting.put(node.place(), node);
        if (!holdersOfWaiting.containsKey(node.key())) {
          fresh.add(node.key());
        }
      }
      requireNotTooMany(waiting.size(), round);
      Broadcast<Set<List<Object>>> asked = spark.broadcast(fresh);
      holders
          .filter(holder -> asked.value().contains(holder._1()))
          .collect()
          .forEach(
              holder ->
                  holdersOfWaiting
                      .computeIfAbsent(holder._1(), none -> new ArrayList<>())
                      .add(holder._2()));
      Broadcast<Map<List<Object>, Long>> since =
          spark.broadcast(firstNotWaiting(holdersOfWaiting, waiting.keySet()));
      WaitingPlaces places = new WaitingPlaces(waiting.values());
      found =
          nodes
              .filter(node -> !places.contains(node.place()) && node.waitsFor(since.value()))
              .collect();
      asked.destroy();
      since.destroy();
    }
    return waiting.values().stream().sorted(Comparator.comparingLong(Node::place)).toList();
  }

  /** Rows that reference a key which no earlier row has, and which the table does not have. */
  private static List<Node> withoutEarlier(
      JavaRDD<Node> nodes, JavaPairRDD<List<Object>, Long> holders) {
    return new ArrayList<>(
        nodes
            .flatMapToPair(Node::byReference)
            .leftOuterJoin(holders.reduceByKey(Math::min))
            .values()
            .filter(pair -> !pair._2().isPresent() || pair._2().get() > pair._1().place())
            .map(Tuple2::_1)
            .collect());
  }

  /**
   * Where each key that waiting rows have is known from: the first place of a row with it that does
   * not wait. Keys whose first row does not wait are left out.
   */
  private static Map<List<Object>, Long> firstNotWaiting(
      Map<List<Object>, List<Long>> holders, Set<Long> waiting) {
    Map<List<Object>, Long> since = new HashMap<>();
    holders.forEach(
        (key, places) -> {
          long first = places.stream().min(Comparator.naturalOrder()).orElseThrow();
          if (waiting.contains(first)) {
            since.put(
                key,
                places.stream()
                    .filter(place -> !waiting.contains(place))
                    .min(Comparator.naturalOrder())
                    .orElse(Long.MAX_VALUE));
          }
        });
    return since;
  }

  /**
   * The keys of waiting rows, and of those that they reference, that other rows have, and the last
   * place of each.
   */
  private Map<List<Object>, Long> resolved(
      List<Node> waiting, WaitingPlaces places, JavaPairRDD<List<Object>, Long> holders) {
    Set<List<Object>> wanted = new HashSet<>();
    for (Node node : waiting) {
      wanted.add(node.key());
      node.references().stream().filter(Objects::nonNull).forEach(wanted::add);
    }
    Broadcast<Set<List<Object>>> asked = spark.broadcast(wanted);
    return holders
        .filter(holder -> asked.value().contains(holder._1()) && !places.contains(holder._2()))
        .reduceByKey(Math::max)
        .collectAsMap();
  }

  private void requireNotTooMany(int rows, int round) {
    if (rows > MOST_ROWS || round > MOST_ROUNDS) {
      throw new Refused(
          RefusalCode.TRANSACTION_TOO_LARGE,
          "%d rows or more of the files come before the rows of %s that they reference, which is more than the job can keep; put rows before those that reference them"
              .formatted(Math.min(rows, MOST_ROWS), input.table().name()));
    }
  }
}
