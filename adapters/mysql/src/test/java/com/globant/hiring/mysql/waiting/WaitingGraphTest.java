package com.globant.hiring.mysql.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.Loads;
import com.globant.hiring.mysql.keys.KeyHash;
import com.globant.hiring.mysql.keys.KeyMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WaitingGraphTest {
  private static final long MEMORY = 1L << 30;
  private static final int DEEP = 200_000;

  private final KeyMemory memory = new KeyMemory(MEMORY);
  private final KeyHash hash = new KeyHash();

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rowsAreOrderedAndDroppedAsByRepeatedPasses(long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(40);
    List<int[]> rows = new ArrayList<>();
    for (int row = 0; row < size; row++) {
      // Keys may repeat; of two references one may be known.
      rows.add(
          new int[] {
            random.nextInt(2 * size), random.nextInt(2 * size), random.nextInt(3 * size) - size
          });
    }
    Set<Integer> there = new HashSet<>();
    rows.forEach(
        row -> IntStream.of(row).filter(key -> key >= 0 && key % 5 == 0).forEach(there::add));

    WaitingGraph graph = graph(rows);
    graph.begin();
    there.forEach(key -> graph.setResolved(key(graph, key), true));
    List<Integer> levels = new ArrayList<>();
    for (int[] level = graph.nextLevel(); level.length > 0; level = graph.nextLevel()) {
      for (int row : level) {
        assertThat(graph.isReady(row)).isTrue();
        graph.stored(row);
        levels.add(row);
      }
    }
    graph.dropOthers();
    List<Integer> circular = list(graph.circular());
    List<Integer> dropped = list(graph.dropped());

    assertThat(levels).isEqualTo(levels(rows, there));
    List<Integer> rest = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    rest.removeAll(levels);
    assertThat(circular).isEqualTo(staying(rows, there, rest));
    rest.removeAll(circular);
    assertThat(dropped).isEqualTo(rest);
  }

  @Test
  void longChainTakesLinearTimeAndItsMemoryIsGivenBack() {
    List<int[]> rows =
        IntStream.range(0, DEEP).mapToObj(row -> new int[] {row, row + 1, -1}).toList();
    WaitingGraph graph = graph(rows);
    assertThat(memory.free()).isLessThan(MEMORY);
    graph.begin();
    assertThat(graph.nextLevel()).isEmpty();
    graph.dropOthers();
    assertThat(graph.dropped()).hasSize(DEEP);

    graph.clear();
    assertThat(memory.free()).isEqualTo(MEMORY);
  }

  @Test
  void rowsComeBackIfTheKeyIsNotThereAfterAll() {
    WaitingGraph graph =
        graph(List.of(new int[] {1, -1, -1}, new int[] {2, 1, -1}, new int[] {1, 3, -1}));
    graph.begin();
    assertThat(graph.nextLevel()).containsExactly(0);
    graph.stored(0);
    assertThat(graph.nextLevel()).containsExactly(1);
    graph.setResolved(graph.reference(1, 0), false);
    assertThat(graph.isReady(1)).isFalse();
    assertThat(graph.nextLevel()).isEmpty();
    graph.dropOthers();

    assertThat(graph.dropped()).containsExactly(1, 2);
  }

  @Test
  void withoutMemorySomeThousandRowsFit() {
    WaitingGraph graph = new WaitingGraph(1, 1, new KeyMemory(0));
    int rows = 0;
    while (graph.hasRoom()) {
      hash.set(0, rows);
      int row = graph.add(rows++);
      graph.setKey(row, 0, graph.key(hash));
      hash.set(0, -rows);
      graph.setReference(row, 0, graph.key(hash));
    }

    assertThat(rows).isBetween(4_000, 10_000);
  }

  /** Of each row its key and two references; negative if it is known. */
  private WaitingGraph graph(List<int[]> rows) {
    WaitingGraph graph = new WaitingGraph(1, 2, memory);
    for (int[] row : rows) {
      assertThat(graph.hasRoom()).isTrue();
      int number = graph.add(0);
      graph.setKey(number, 0, key(graph, row[0]));
      for (int which = 0; which < 2; which++) {
        graph.setReference(
            number, which, row[which + 1] < 0 ? WaitingGraph.NONE : key(graph, row[which + 1]));
      }
    }
    return graph;
  }

  private int key(WaitingGraph graph, int value) {
    hash.set(0, Loads.row(1, value), new int[] {0});
    return graph.key(hash);
  }

  private static List<Integer> list(int[] rows) {
    return IntStream.of(rows).boxed().toList();
  }

  private static List<Integer> levels(List<int[]> rows, Set<Integer> there) {
    Set<Integer> keys = new HashSet<>(there);
    List<Integer> stored = new ArrayList<>();
    while (true) {
      List<Integer> level =
          IntStream.range(0, rows.size())
              .boxed()
              .filter(row -> !stored.contains(row) && isComplete(rows.get(row), keys))
              .toList();
      if (level.isEmpty()) {
        there.addAll(keys);
        return stored;
      }
      stored.addAll(level);
      level.forEach(row -> keys.add(rows.get(row)[0]));
    }
  }

  private static List<Integer> staying(List<int[]> rows, Set<Integer> there, List<Integer> rest) {
    List<Integer> staying = rest;
    while (true) {
      Set<Integer> keys = new HashSet<>(there);
      staying.forEach(row -> keys.add(rows.get(row)[0]));
      List<Integer> complete =
          staying.stream().filter(row -> isComplete(rows.get(row), keys)).toList();
      if (complete.size() == staying.size()) {
        return complete;
      }
      staying = complete;
    }
  }

  private static boolean isComplete(int[] row, Set<Integer> keys) {
    return (row[1] < 0 || keys.contains(row[1])) && (row[2] < 0 || keys.contains(row[2]));
  }
}
