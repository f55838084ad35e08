package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.result;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.StringType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How implementations of {@link LoadTransactions} keep the references of any table. */
public abstract class ReferencesContract {
  private static final StringType TEXT = new StringType(10);

  /**
   * Persons reference persons by two foreign keys, parts reference parts by two columns, accounts
   * reference accounts by a key that is not the primary one, and orders reference parts and
   * accounts.
   */
  public static final List<TableDefinition> TABLES =
      List.of(
          TableDefinition.of(
              "persons",
              List.of(
                  Column.of("id", IntegerType.INT),
                  Column.of("manager", IntegerType.INT),
                  Column.of("mentor", IntegerType.INT)),
              List.of("id"),
              new ForeignKey(List.of("manager"), "persons", List.of("id")),
              new ForeignKey(List.of("mentor"), "persons", List.of("id"))),
          TableDefinition.of(
              "parts",
              List.of(
                  Column.of("maker", TEXT),
                  Column.of("no", IntegerType.BIGINT),
                  Column.of("of_maker", TEXT),
                  Column.of("of_no", IntegerType.BIGINT)),
              List.of("maker", "no"),
              new ForeignKey(List.of("of_maker", "of_no"), "parts", List.of("maker", "no"))),
          unique(
              "accounts",
              List.of(
                  Column.of("id", IntegerType.INT),
                  Column.of("code", TEXT),
                  Column.of("parent", TEXT)),
              List.of("id"),
              List.of(List.of("code")),
              List.of(new ForeignKey(List.of("parent"), "accounts", List.of("code")))),
          unique(
              "orders",
              List.of(
                  Column.of("price", new NumberType(8, 2, NumberNotation.DEFAULT)),
                  Column.of("day", new DateType(null)),
                  Column.of("maker", TEXT),
                  Column.of("no", IntegerType.BIGINT),
                  Column.of("account", TEXT)),
              List.of("price"),
              List.of(List.of("day", "no")),
              List.of(
                  new ForeignKey(List.of("maker", "no"), "parts", List.of("maker", "no")),
                  new ForeignKey(List.of("account"), "accounts", List.of("code")))));

  private static TableDefinition unique(
      String name,
      List<Column> columns,
      List<String> primaryKey,
      List<List<String>> uniqueKeys,
      List<ForeignKey> foreignKeys) {
    TableDefinition plain = TableDefinition.of(name, columns, primaryKey);
    return new TableDefinition(
        name,
        null,
        null,
        columns,
        primaryKey,
        uniqueKeys,
        foreignKeys,
        plain.fieldsMatch(),
        plain.missingValues(),
        plain.dialect(),
        null,
        plain.exchange());
  }

  /** As in {@link LoadTransactionsContract}. */
  protected abstract LoadTransactions transactions();

  /** A schema with {@link #TABLES} that this test has for itself. */
  protected abstract String schema();

  protected abstract Table table(String name);

  /** The committed rows, in any order. */
  protected abstract List<List<@Nullable Object>> content(Table table);

  @BeforeEach
  void empty() {
    for (String name : List.of("orders", "persons", "parts", "accounts")) {
      load("_" + name, List.of());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rowsMayReferenceRowsBeforeThemBehindThemAndThemselves(boolean append) {
    Written written =
        load(
            append ? "persons" : "_persons",
            List.of(row(1, 2, 1, null), row(2, 3, 3, 2), row(3, 4, null, 9)),
            List.of(row(4, 1, null, null), row(5, 5, 9, 4)),
            List.of(row(6, 9, 5, null)));

    assertThat(written).isEqualTo(new Written(6, 0, 0, 4, List.of()));
    assertThat(content(table("persons"))).hasSize(6);
  }

  @Test
  void rowsWithoutTheirReferenceAndAllThatFollowFromThemAreRefused() {
    Written written =
        load(
            "persons",
            List.of(row(1, 1, 2, null), row(2, 2, 3, null), row(3, 3, 77, null)),
            List.of(row(4, 4, null, 1), row(5, 5, null, null), row(6, 6, 5, 88)),
            List.of(row(7, 8, 7, null), row(8, 7, 8, 5)));

    assertThat(written.inserted()).isEqualTo(3);
    assertThat(written.rejected())
        .containsExactly(
            unknown(row(1, 1, 2, null), 0),
            unknown(row(2, 2, 3, null), 0),
            unknown(row(3, 3, 77, null), 0),
            unknown(row(4, 4, null, 1), 1),
            unknown(row(6, 6, 5, 88), 1));
    assertThat(ids("persons")).containsExactlyInAnyOrder(5, 7, 8);
  }

  @Test
  void rowsOfTheTableMayBeReferencedByAnAppendOnly() {
    load("persons", List.of(row(1, 1, null, null)));

    assertThat(load("persons", List.of(row(1, 2, 1, null), row(2, 3, null, 2))).inserted())
        .isEqualTo(2);
    Written replaced = load("_persons", List.of(row(1, 2, 1, null), row(2, 3, null, null)));

    assertThat(replaced.rejected()).containsExactly(unknown(row(1, 2, 1, null), 0));
    assertThat(ids("persons")).containsExactly(3);
  }

  @ParameterizedTest
  @EnumSource(DuplicateKeys.class)
  void waitingRowsWhoseKeyIsTakenAreDuplicates(DuplicateKeys policy) {
    load("persons", List.of(row(1, 1, null, null)));
    LoadTransaction load = begin(table("persons"), true, policy);
    Written written =
        Loads.write(
            load,
            List.of(
                List.of(row(1, 1, 5, null), row(2, 4, 5, null), row(3, 6, 4, null)),
                List.of(row(4, 4, null, null), row(5, 5, null, null)),
                List.of(row(6, 5, 6, null))));
    await(load.commit(result(written)));

    boolean update = policy == DuplicateKeys.UPDATE;
    assertThat(written.inserted()).isEqualTo(3);
    assertThat(written.updated()).isEqualTo(update ? 3 : 0);
    assertThat(written.ignored()).isEqualTo(policy == DuplicateKeys.IGNORE ? 3 : 0);
    assertThat(written.rejected())
        .extracting(RowRejected::line)
        .containsExactlyElementsOf(
            policy == DuplicateKeys.REJECT ? List.of(1L, 2L, 6L) : List.of());
    assertThat(content(table("persons")))
        .contains(values(4, update ? 5 : null, null), values(5, update ? 6 : null, null));
  }

  @Test
  void referencesOfSeveralColumnsNeedAllOfThem() {
    Written written =
        load(
            "parts",
            List.of(row(1, "a", 1L, "b", 1L), row(2, "b", 2L, "a", 1L), row(3, "c", 1L, "b", null)),
            List.of(row(4, "b", 1L, null, 7L), row(5, "d", 1L, "a", 2L), row(6, "A", 1L, "b", 1L)),
            List.of(row(7, "e", 1L, "e", 1L), row(8, "f", 1L, "E", 1L)));

    assertThat(written.inserted()).isEqualTo(6);
    assertThat(written.rejected())
        .extracting(RowRejected::message)
        .containsExactly(
            "of_maker, of_no a, 2 is not in parts; add the row to the file",
            "of_maker, of_no E, 1 is not in parts; add the row to the file");
  }

  @Test
  void manyRowsMayWait() {
    List<List<Row>> batches = new ArrayList<>();
    for (int batch = 0; batch < 5; batch++) {
      int first = 200 * batch;
      batches.add(
          IntStream.range(first, first + 200)
              .mapToObj(i -> row(i, "m" + i % 7, (long) i, "m" + (i + 1) % 7, i + 1L))
              .toList());
    }

    assertThat(load("parts", batches).rejected()).hasSize(1000);
    batches.add(List.of(row(1000, "m6", 1000L, null, null)));
    assertThat(load("_parts", batches)).isEqualTo(new Written(1001, 0, 0, 1, List.of()));
    assertThat(content(table("parts"))).hasSize(1001);
  }

  @Test
  void rowsThatReferenceARefusedRowAreRefused() {
    load("accounts", List.of(row(1, 1, "taken", null)));

    Written written =
        load(
            "accounts",
            List.of(row(1, 1, "a", null), row(2, 2, "b", "a"), row(3, 3, "c", "b")),
            List.of(row(4, 4, "d", "e"), row(5, 5, "taken", "d"), row(6, 6, "f", "taken")),
            List.of(row(7, 1, "e", "f"), row(8, 7, "f", null), row(9, 8, "g", "f")));

    assertThat(written.rejected())
        .extracting(RowRejected::line, RowRejected::code)
        .containsExactlyInAnyOrder(
            tuple(1L, RowErrorCode.DUPLICATE_KEY),
            tuple(2L, RowErrorCode.UNKNOWN_REFERENCE),
            tuple(3L, RowErrorCode.UNKNOWN_REFERENCE),
            tuple(4L, RowErrorCode.UNKNOWN_REFERENCE),
            tuple(5L, RowErrorCode.UNKNOWN_REFERENCE),
            tuple(7L, RowErrorCode.DUPLICATE_KEY),
            tuple(8L, RowErrorCode.NOT_UNIQUE));
    assertThat(ids("accounts")).containsExactlyInAnyOrder(1, 6, 8);
  }

  @Test
  void aReferencedKeyMayComeFromALaterRowThanTheOneThatWasRefused() {
    load("accounts", List.of(row(1, 1, "taken", null)));

    Written written =
        load(
            "accounts",
            List.of(row(1, 2, "a", "c"), row(2, 3, "b", "a"), row(3, 1, "a", "d")),
            List.of(row(4, 4, "c", "e"), row(5, 5, "d", null)),
            List.of(row(6, 6, "e", null)));

    assertThat(written.rejected())
        .extracting(RowRejected::line, RowRejected::code)
        .containsExactly(tuple(3L, RowErrorCode.DUPLICATE_KEY));
    assertThat(ids("accounts")).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
  }

  @Test
  void rowsThatReferenceEachOtherAreLoadedTogether() {
    load("accounts", List.of(row(1, 1, "x", null)));
    assertThat(load("accounts", List.of(row(1, 2, "a", "b"), row(2, 3, "b", "a"))).inserted())
        .isEqualTo(2);

    LoadTransaction load = begin(table("accounts"), true, DuplicateKeys.REJECT);
    assertThatThrownBy(
            () -> Loads.write(load, List.of(List.of(row(1, 1, "c", "d"), row(2, 4, "d", "c")))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.ROWS_REFUSED));
    await(load.rollback());
  }

  @Test
  void rowsThatWaitAreForgottenByARollback() {
    LoadTransaction load = begin(table("persons"), true, DuplicateKeys.REJECT);
    await(load.write(List.of(row(1, 1, 2, null))));
    await(load.rollback());

    assertThat(content(table("persons"))).isEmpty();
    load("persons", List.of(row(1, 2, null, null)));
    assertThat(ids("persons")).containsExactly(2);
  }

  @Test
  void keysOfAnyColumnsAreFound() {
    load("parts", List.of(row(1, "a", 1L, null, null), row(2, "b", 2L, null, null)));
    load("accounts", List.of(row(1, 1, "x", null), row(2, 2, null, null)));
    LoadTransaction load = begin(table("orders"), true, DuplicateKeys.REJECT);
    List<ForeignKey> keys = table("orders").foreignKeys();

    assertThat(load.references()).containsOnlyKeys(keys);
    assertThat(
            found(
                load,
                keys.get(0),
                List.of("a", 1L),
                List.of("a", 2L),
                List.of("b", 2L),
                List.of("A", 1L)))
        .containsExactly(List.of("a", 1L), List.of("b", 2L));
    assertThat(found(load, keys.get(1), "x", "X", "x ", "y", "")).containsExactly("x");
    await(load.rollback());
  }

  @Test
  void orphansHaveTheKeysOfTheirReference() {
    load("parts", List.of(row(1, "a", 1L, null, null), row(2, "b", 2L, "a", 1L)));
    load("accounts", List.of(row(1, 1, "x", null), row(2, 2, "y", "x")));
    load(
        "orders",
        List.of(
            order(1, "1.50", "a", 1L, "x"),
            order(2, "2.50", "b", 2L, "y"),
            order(3, "3.50", "b", null, null)));

    assertThat(orphans("_parts", row(1, "b", 1L, null, null)))
        .extracting(OrphanedKey::values)
        .containsExactly(List.of("a", 1L), List.of("b", 2L));
    assertThat(orphans("_accounts", row(1, 1, "y", null)))
        .containsExactly(
            new OrphanedKey(List.of(table("accounts").columns().get(1)), List.of("x")));
    assertThat(orphans("_persons")).isEmpty();
    assertThat(orphans("_orders")).isEmpty();
  }

  @Test
  void updateMayNotTakeAwayAKeyThatRowsReference() {
    load("accounts", List.of(row(1, 1, "x", null), row(2, 2, "y", "x"), row(3, 3, "z", null)));
    load("orders", List.of(order(1, "1.50", null, null, "z")));
    LoadTransaction load = begin(table("accounts"), true, DuplicateKeys.UPDATE);
    Written written =
        Loads.write(load, List.of(List.of(row(1, 1, "q", null), row(2, 3, "r", null))));

    assertThat(written.updated()).isEqualTo(2);
    assertThat(await(load.orphanedReferences(10)))
        .extracting(OrphanedKey::values)
        .containsExactly(List.of("x"), List.of("z"));
    await(load.rollback());
  }

  private static Row order(
      long line,
      String price,
      @Nullable String maker,
      @Nullable Long no,
      @Nullable String account) {
    return row(line, new BigDecimal(price), LocalDate.of(2021, 3, 4), maker, no, account);
  }

  private List<OrphanedKey> orphans(String table, Row... rows) {
    LoadTransaction load = begin(table(table.substring(1)), false, DuplicateKeys.REJECT);
    Loads.write(load, List.of(List.of(rows)));
    List<OrphanedKey> orphans = await(load.orphanedReferences(10));
    await(load.rollback());
    return orphans;
  }

  private static List<Object> found(LoadTransaction load, ForeignKey key, Object... values) {
    KeySet keys = Objects.requireNonNull(load.references().get(key));
    keys.lookUp(Stream.of(values));
    return Stream.of(values).filter(keys::contains).toList();
  }

  private RowRejected unknown(Row row, int foreignKey) {
    Table persons = table("persons");
    return RowRejected.unknownReference(row, persons, persons.foreignKeys().get(foreignKey));
  }

  private static List<@Nullable Object> values(@Nullable Object... values) {
    return row(1, values).values();
  }

  private List<Object> ids(String table) {
    return content(table(table)).stream()
        .map(values -> Objects.requireNonNull(values.get(0)))
        .toList();
  }

  @SafeVarargs
  private Written load(String table, List<Row>... batches) {
    List<List<Row>> all = new ArrayList<>();
    for (List<Row> batch : batches) {
      all.add(batch);
    }
    return load(table, all);
  }

  /** Loads rows; replaces those of the table if its name has an underscore before it. */
  private Written load(String table, List<List<Row>> batches) {
    boolean replace = table.startsWith("_");
    LoadTransaction load =
        begin(table(replace ? table.substring(1) : table), !replace, DuplicateKeys.REJECT);
    Written written = Loads.write(load, batches);
    await(load.commit(result(written)));
    return written;
  }

  private LoadTransaction begin(Table table, boolean append, DuplicateKeys policy) {
    return await(transactions().begin(Loads.plan(schema(), table, append, policy)));
  }
}
