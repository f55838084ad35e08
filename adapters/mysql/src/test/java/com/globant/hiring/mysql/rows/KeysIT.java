package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.mysql.TestDatabase;
import com.globant.hiring.mysql.TestSchema;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that only the database can decide about. */
class KeysIT {
  private static final List<TableDefinition> TABLES =
      List.of(
          TableDefinition.of(
              "words",
              List.of(Column.of("word", new StringType(20)), Column.of("number", IntegerType.INT)),
              List.of("word")),
          TableDefinition.of(
              "uses",
              List.of(Column.of("id", IntegerType.INT), Column.of("word", new StringType(20))),
              List.of("id"),
              new ForeignKey(List.of("word"), "words", List.of("word"))),
          TableDefinition.of(
              "parts",
              List.of(
                  Column.of("maker", new StringType(20)),
                  Column.of("no", IntegerType.INT),
                  Column.of("of_maker", new StringType(20)),
                  Column.of("of_no", IntegerType.INT)),
              List.of("maker", "no"),
              new ForeignKey(List.of("of_maker", "of_no"), "parts", List.of("maker", "no"))));

  @RegisterExtension
  static final TestSchema schema =
      TestSchema.of(TABLES, settings -> TestDatabase.with(settings, "keyBytes", 4096L));

  @BeforeEach
  void create() {
    schema.execute("DROP TABLE words");
    schema.execute(
        "CREATE TABLE words (word VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY, number INT)"
            + " CHARACTER SET utf8mb4");
  }

  @ParameterizedTest
  @CsvSource({"REJECT, false", "IGNORE, false", "UPDATE, false", "REJECT, true", "IGNORE, true"})
  void theCollationOfAnExistingTableDecides(DuplicateKeys policy, boolean large) {
    LoadTransaction load = begin(policy, large, false);
    CompletionStage<Written> first =
        load.write(List.of(row(1, "a", 1), row(2, "b", 2), row(3, "A", 3)));
    CompletionStage<Written> second =
        load.write(List.of(row(4, "B", 4), row(5, "c", 5), row(6, "a ", 6)));
    Written written = await(first);
    Written next = await(second);
    commit(load);

    boolean reject = policy == DuplicateKeys.REJECT;
    assertThat(written.inserted()).isEqualTo(2);
    assertThat(next.inserted()).isEqualTo(1);
    assertThat(lines(written)).isEqualTo(reject ? List.of(3L) : List.of());
    assertThat(lines(next)).isEqualTo(reject ? List.of(4L, 6L) : List.of());
    assertThat(schema.queried("SELECT GROUP_CONCAT(word, number ORDER BY word) FROM words"))
        .isEqualTo(policy == DuplicateKeys.UPDATE ? "a6,b4,c5" : "a1,b2,c5");
  }

  @ParameterizedTest
  @EnumSource(DuplicateKeys.class)
  void uniqueIndexesOfTheOwnersAreNamed(DuplicateKeys policy) {
    schema.execute(
        "ALTER TABLE words MODIFY word VARCHAR(20) COLLATE %s NOT NULL".formatted(exact()));
    schema.execute("ALTER TABLE words ADD UNIQUE KEY `one's number` (number)");
    schema.execute("INSERT INTO words VALUES ('there', 1), ('other', 2)");
    LoadTransaction load = begin(policy, false, true);
    Written written =
        await(
            load.write(
                List.of(
                    row(1, "new", 1),
                    row(2, "there", 2),
                    row(3, "also", 3),
                    row(4, "there", 4),
                    row(5, "again", 3))));
    commit(load);

    RowRejected refused = written.rejected().get(0);
    assertThat(refused.code()).isEqualTo(RowErrorCode.NOT_UNIQUE);
    assertThat(refused.message()).contains("unique index one's number");
    assertThat(lines(written))
        .isEqualTo(
            switch (policy) {
              case REJECT -> List.of(1L, 2L, 4L, 5L);
              case IGNORE -> List.of(1L, 5L);
              case UPDATE -> List.of(1L, 2L, 5L);
            });
    assertThat(written.updated()).isEqualTo(policy == DuplicateKeys.UPDATE ? 1 : 0);
    assertThat(schema.queried("SELECT GROUP_CONCAT(word, number ORDER BY number) FROM words"))
        .isEqualTo(policy == DuplicateKeys.UPDATE ? "other2,also3,there4" : "there1,other2,also3");
  }

  /** Statements have as many keys as they have place for; the last one is repeated. */
  @ParameterizedTest
  @CsvSource({"1, true", "1, false", "2, true", "2, false"})
  void theCollationOfAReferencedTableDecides(int keys, boolean lastIsThere) {
    schema.execute("INSERT INTO words VALUES ('a', 1), ('b', 2)");
    LoadTransaction load =
        await(
            TestSchema.recorded(schema.adapter)
                .begin(Loads.plan(schema.name, schema.table("uses"), true, DuplicateKeys.REJECT)));
    KeySet words = load.references().values().iterator().next();
    String first = keys == 1 ? "absent" : "B ";
    String last = lastIsThere ? "A" : "absent";
    words.lookUp(keys == 1 ? Stream.of(last) : Stream.of(first, last));

    assertThat(words.contains(last)).isEqualTo(lastIsThere);
    assertThat(words.contains(first)).isEqualTo(keys == 2);
    await(load.rollback());
  }

  @Test
  void theCollationOfATableDecidesAboutReferencesToItself() {
    schema.execute("DROP TABLE parts");
    schema.execute(
        "CREATE TABLE parts (maker VARCHAR(20), no INT, of_maker VARCHAR(20), of_no INT, PRIMARY"
            + " KEY (maker, no), FOREIGN KEY (of_maker, of_no) REFERENCES parts (maker, no))"
            + " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
    schema.execute("INSERT INTO parts VALUES ('old', 1, NULL, NULL)");
    LoadTransaction load =
        await(
            TestSchema.recorded(schema.adapter)
                .begin(Loads.plan(schema.name, schema.table("parts"), true, DuplicateKeys.REJECT)));
    Written written =
        Loads.write(
            load,
            List.of(
                List.of(
                    row(1, "of old", 1, "OLD", 1),
                    row(2, "early", 1, "LATE ", 1),
                    row(3, "late", 1, null, null),
                    row(4, "of late", 1, "Late", 1),
                    row(5, "of none", 1, "late", 2))));
    await(load.commit(Loads.result(written)));

    assertThat(lines(written)).containsExactly(5L);
    assertThat(schema.queried("SELECT GROUP_CONCAT(maker ORDER BY maker) FROM parts"))
        .isEqualTo("early,late,of late,of old,old");
  }

  /** The rows are in several files, which two sessions load side by side. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void repeatedKeysAreFoundWhenMemoryIsUsedUp(boolean large) {
    schema.execute(
        "ALTER TABLE words MODIFY word VARCHAR(20) COLLATE %s NOT NULL".formatted(exact()));
    LoadTransaction load = begin(DuplicateKeys.REJECT, large, false);
    int batches = 120;
    List<CompletionStage<Written>> writes =
        IntStream.range(0, batches)
            .mapToObj(batch -> load.write(words(batch % (batches / 2), 1000, batch / 60)))
            .toList();
    List<Written> written = writes.stream().map(Loads::await).toList();
    commit(load);

    assertThat(written.stream().mapToInt(Written::inserted).sum()).isEqualTo(1000 * batches / 2);
    assertThat(written.subList(0, batches / 2)).allMatch(batch -> batch.rejected().isEmpty());
    assertThat(schema.queried("SELECT COUNT(*) FROM words WHERE number = 0")).isEqualTo("60000");
    assertThat(schema.queried("SELECT COUNT(*) FROM words")).isEqualTo("60000");
  }

  @Test
  void rowsThatAnAutomaticKeyNumbersAreAllTaken() {
    schema.execute("DROP TABLE words");
    schema.execute(
        "CREATE TABLE words (word VARCHAR(20) COLLATE %s NOT NULL UNIQUE, number INT, id BIGINT AUTO_INCREMENT PRIMARY KEY) CHARACTER SET utf8mb4"
            .formatted(exact()));
    LoadTransaction load = begin(DuplicateKeys.REJECT, false, true);
    Written written = await(load.write(List.of(row(1, "a", 1), row(2, "A", 1), row(3, "a", 2))));
    commit(load);

    assertThat(written.inserted()).isEqualTo(2);
    assertThat(written.rejected())
        .extracting(RowRejected::code)
        .containsExactly(RowErrorCode.DUPLICATE_KEY);
  }

  private static String exact() {
    return String.valueOf(schema.queried("SELECT VERSION()")).contains("MariaDB")
        ? "utf8mb4_nopad_bin"
        : "utf8mb4_0900_bin";
  }

  private static List<Row> words(int batch, int rows, int number) {
    return IntStream.range(0, rows)
        .mapToObj(i -> row(1000L * batch + i, "word %d of %d".formatted(i, batch), number))
        .toList();
  }

  private static LoadTransaction begin(DuplicateKeys policy, boolean large, boolean append) {
    LoadPlan plan =
        large
            ? schema.largePlan(schema.table("words"), append, policy)
            : schema.plan(schema.table("words"), append, policy);
    return schema.begin(plan);
  }

  private static void commit(LoadTransaction load) {
    await(load.commit(Loads.result(new RowCounts(1, 1, 0, 0, 0, 0))));
  }

  private static List<Long> lines(Written written) {
    return written.rejected().stream().map(RowRejected::line).toList();
  }
}
