package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.OrphanedKey;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Columns of owners that are wider than the definition, with values of other clients that the
 * definition does not have. Cut to 32 bits, they would be 1, 2 and 3.
 */
class WiderColumnsIT {
  private static final long BEYOND = 1L << 32;

  private static final List<TableDefinition> TABLES =
      List.of(
          TableDefinition.of("makers", List.of(Column.of("id", IntegerType.INT)), List.of("id")),
          TableDefinition.of(
              "prices",
              List.of(Column.of("price", new NumberType(4, 1, NumberNotation.DEFAULT))),
              List.of("price")),
          TableDefinition.of(
              "things",
              List.of(
                  Column.of("id", IntegerType.INT),
                  Column.of("maker", IntegerType.INT),
                  Column.of("part_of", IntegerType.INT),
                  Column.of("price", new NumberType(4, 1, NumberNotation.DEFAULT))),
              List.of("id"),
              new ForeignKey(List.of("maker"), "makers", List.of("id")),
              new ForeignKey(List.of("part_of"), "things", List.of("id")),
              new ForeignKey(List.of("price"), "prices", List.of("price"))));

  @RegisterExtension static final TestSchema schema = TestSchema.of(TABLES);

  private static final MySqlAdapter lookingUp =
      MySqlAdapter.open(
          schema.vertx, TestDatabase.with(schema.settings, "localInfile", false, "keyBytes", 0L));

  @AfterAll
  static void close() {
    await(lookingUp.close());
  }

  @BeforeEach
  void widen() {
    for (String statement :
        List.of(
            "DELETE FROM things",
            "DELETE FROM makers",
            "DELETE FROM prices",
            "ALTER TABLE makers MODIFY id BIGINT NOT NULL",
            "ALTER TABLE prices MODIFY price DECIMAL(12, 4) NOT NULL",
            "ALTER TABLE things MODIFY id BIGINT NOT NULL, MODIFY maker BIGINT, MODIFY part_of BIGINT, MODIFY price DECIMAL(12, 4)",
            "INSERT INTO makers VALUES (%d), (5)".formatted(BEYOND + 1),
            "INSERT INTO prices VALUES (1.2345), (123456.5), (2.5)",
            "INSERT INTO things VALUES (%d, NULL, NULL, NULL)".formatted(BEYOND + 2))) {
      schema.execute(statement);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noRowReferencesAValueThatTheDefinitionDoesNotHave(boolean inMemory) {
    LoadTransaction load = begin(inMemory ? schema.adapter : lookingUp, "things", true);
    List<ForeignKey> keys = schema.table("things").foreignKeys();

    assertThat(found(load, keys.get(0), 1, 5)).containsExactly(5);
    assertThat(found(load, keys.get(2), price("1.2"), price("2.5"))).containsExactly(price("2.5"));
    Written written = write(load, row(1, 2, null, null, null), row(2, 3, null, 2, null));
    await(load.rollback());

    assertThat(written.inserted()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onlyRowsOfTheTableAreReferencedByRowsOfTheFile(boolean inMemory) {
    LoadTransaction load = begin(inMemory ? schema.adapter : lookingUp, "things", true);
    Written written = write(load, row(1, 3, null, 2, null), row(2, 4, null, 3, null));
    await(load.rollback());

    assertThat(written.rejected()).extracting(RowRejected::line).containsExactlyInAnyOrder(1L, 2L);
  }

  @Test
  void orphansHaveTheValuesOfTheDatabase() {
    schema.execute("INSERT INTO things VALUES (1, %d, NULL, 123456.5)".formatted(BEYOND + 1));
    assertThat(orphans("makers", row(1, 1))).containsExactly(List.of(BEYOND + 1));
    assertThat(orphans("prices", row(1, price("1.5"))))
        .containsExactly(List.of(new BigDecimal("123456.5")));
  }

  @Test
  void rowsThatWaitAreInTheDirectoryOfFilesIfNoneAreSent(@TempDir Path directory) {
    Path files = directory.resolve("files");
    MySqlAdapter adapter =
        MySqlAdapter.open(
            schema.vertx,
            TestDatabase.with(schema.settings, "localInfile", false, "rowFiles", files));
    LoadTransaction load = begin(adapter, "things", true);
    assertThat(files).doesNotExist();
    Written written = write(load, row(1, 8, null, 9, null), row(2, 9, null, null, null));
    await(load.rollback());
    await(adapter.close());

    assertThat(written.inserted()).isEqualTo(2);
    assertThat(files).isEmptyDirectory();
  }

  private static BigDecimal price(String text) {
    return new BigDecimal(text);
  }

  private static List<List<Object>> orphans(String table, Row row) {
    LoadTransaction load = begin(schema.adapter, table, false);
    write(load, row);
    List<OrphanedKey> orphans = await(load.orphanedReferences(10));
    await(load.rollback());
    return orphans.stream().map(OrphanedKey::values).toList();
  }

  private static List<Object> found(LoadTransaction load, ForeignKey key, Object... values) {
    KeySet keys = Objects.requireNonNull(load.references().get(key));
    keys.lookUp(Stream.of(values));
    return Stream.of(values).filter(keys::contains).toList();
  }

  private static Written write(LoadTransaction load, Row... rows) {
    return Loads.write(load, List.of(List.of(rows)));
  }

  private static LoadTransaction begin(MySqlAdapter adapter, String table, boolean append) {
    LoadPlan plan = Loads.plan(schema.name, schema.table(table), append, DuplicateKeys.REJECT);
    return await(TestSchema.recorded(adapter).begin(plan));
  }
}
