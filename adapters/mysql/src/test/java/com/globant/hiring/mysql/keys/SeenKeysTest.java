package com.globant.hiring.mysql.keys;

import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;

class SeenKeysTest {
  private static final Table TABLE =
      new Schema(
              "s",
              List.of(
                  TableDefinition.of(
                      "t",
                      List.of(
                          Column.of("a", new StringType(99)),
                          Column.of("b", new StringType(99)),
                          Column.of("n", IntegerType.INT)),
                      List.of())))
          .tables()
          .get(0);

  private static final TableKey TEXTS = new TableKey(TABLE, List.of("a", "b"));
  private static final TableKey NUMBER = new TableKey(TABLE, List.of("n"));

  private final KeyMemory memory = new KeyMemory(1 << 20);

  @Example
  void integersAreInBitmaps() {
    SeenKeys seen = new SeenKeys(List.of(NUMBER), new KeyMemory(0));

    assertThat(seen.add(row(1, "", "", -7))).isTrue();
    assertThat(seen.add(row(2, "", "", 7))).isTrue();
    assertThat(seen.add(row(3, "", "", -7))).isFalse();
  }

  @Example
  void theValuesOfAKeyAreNotOneText() {
    SeenKeys seen = new SeenKeys(List.of(TEXTS), memory);

    assertThat(seen.add(row(1, "ab", "c", 1))).isTrue();
    assertThat(seen.add(row(2, "a", "bc", 1))).isTrue();
    assertThat(seen.add(row(3, "abc", "", 1))).isTrue();
    assertThat(seen.add(row(4, "\0", "abc", 1))).isTrue();
    assertThat(seen.add(row(5, "a", "bc", 2))).isFalse();
  }

  @Example
  void missingValuesAreNoKey() {
    SeenKeys seen = new SeenKeys(List.of(TEXTS, NUMBER), memory);

    assertThat(seen.add(row(1, "a", null, 1))).isTrue();
    assertThat(seen.add(row(2, "a", null, null))).isTrue();
    assertThat(seen.add(row(3, "a", null, null))).isTrue();
    assertThat(seen.add(row(4, "a", null, 1))).isFalse();
  }

  @Example
  void allKeysOfARowAreAddedEvenIfOneIsKnown() {
    SeenKeys seen = new SeenKeys(List.of(TEXTS, NUMBER), memory);
    seen.add(row(1, "a", "", 1));

    assertThat(seen.add(row(2, "a", "", 2))).isFalse();
    assertThat(seen.add(row(3, "b", "", 2))).isFalse();
  }

  @Property(tries = 200)
  void asInASet(@ForAll @Size(max = 300) List<@WithNull String> texts) {
    SeenKeys seen = new SeenKeys(List.of(TEXTS), memory);
    Set<String> expected = new HashSet<>();
    for (@Nullable String text : texts) {
      boolean isNew = text == null || expected.add(text);
      assertThat(seen.add(row(1, text, "x", 1))).isEqualTo(isNew);
    }
  }

  @Example
  void withoutMemoryTheKeysOfBatchesUnderWayAreKept() {
    SeenKeys seen = new SeenKeys(List.of(TEXTS), new KeyMemory(0));
    assertThat(seen.add(row(1, "a", "", 1))).isTrue();
    assertThat(seen.isComplete()).isFalse();
    List<Runnable> underWay = new ArrayList<>();
    underWay.add(seen.batchAdded());
    for (int batch = 0; batch < 100; batch++) {
      assertThat(seen.add(row(1, "b" + batch, "", 1))).isTrue();
      assertThat(seen.add(row(1, "a", "", 1))).isFalse();
      underWay.add(seen.batchAdded());
    }

    underWay.forEach(Runnable::run);
    seen.batchAdded();

    assertThat(seen.add(row(1, "a", "", 1))).isTrue();
  }

  @Example
  void memoryIsUsedUpAndGivenBack() {
    SeenKeys seen = new SeenKeys(List.of(TEXTS, NUMBER), memory);
    Random random = new Random(1);
    int kept = 0;
    while (seen.isComplete()) {
      assertThat(seen.add(row(1, "key " + kept, "", random.nextInt()))).isTrue();
      kept++;
    }

    // 16 bytes each, a bitmap besides, and free slots.
    assertThat(kept).isGreaterThan(15_000);
    assertThat(memory.free()).isLessThan(200_000);
    for (int key = 0; key < kept; key++) {
      assertThat(seen.add(row(1, "key " + key, "", null))).isFalse();
    }

    seen.clear();
    assertThat(memory.free()).isEqualTo(1 << 20);
  }

  @Example
  void hashesOfSimilarKeysDiffer() {
    Set<List<Long>> hashes = new HashSet<>();
    KeyHash hash = new KeyHash();
    for (int i = 0; i < 100_000; i++) {
      assertThat(hash.set(0, row(1, Integer.toString(i), "", i), new int[] {0, 1})).isTrue();
      hashes.add(List.of(hash.high(), hash.low()));
      assertThat(hash.set(0, row(1, "", Integer.toString(i), i), new int[] {0, 1})).isTrue();
      hashes.add(List.of(hash.high(), hash.low()));
      assertThat(hash.set(1, row(1, "", "", i), new int[] {2})).isTrue();
      hashes.add(List.of(hash.high(), hash.low()));
    }

    assertThat(hashes).hasSize(300_000);
  }
}
