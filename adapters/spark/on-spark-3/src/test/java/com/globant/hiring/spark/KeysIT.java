package com.globant.hiring.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that share keys, in tables with keys of all kinds. */
class KeysIT extends SparkLoads {
  KeysIT(@TempDir Path folder) {
    super(folder);
  }

  /** A table of the name codes. */
  static Table table(String schema) {
    String definition =
        "{\"name\": \"keyed\", \"resources\": [{\"name\": \"codes\", \"schema\": " + schema + "}]}";
    Definitions read = DataPackages.read(Map.of("test", definition));
    assertThat(read.faults()).isEmpty();
    return read.schemas().get(0).tables().get(0);
  }

  /** A key of several columns, which meets in a shuffle. */
  private static Table codes() {
    return table(
        """
        {"fields": [
            {"name": "code", "type": "string", "constraints": {"maxLength": 20}},
            {"name": "day", "type": "date"},
            {"name": "amount", "type": "number", "x-precision": 10, "x-scale": 2}],
          "primaryKey": ["code", "day"]}""");
  }

  /** A primary key and two more: one with missing values, one of two columns. */
  static Table people() {
    return table(
        """
        {"fields": [
            {"name": "id", "type": "integer", "constraints": {"minimum": 1, "maximum": 1000000}},
            {"name": "email", "type": "string", "constraints": {"maxLength": 40, "unique": true}},
            {"name": "shelf", "type": "integer", "constraints": {"required": true}},
            {"name": "price", "type": "number", "x-precision": 10, "x-scale": 2, "constraints": {"required": true}}],
          "primaryKey": ["id"], "uniqueKeys": [["shelf", "price"]]}""");
  }

  private static String rows(Random random, int rows, Function<Random, String> row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(random)).append('\n');
    }
    return text.toString();
  }

  private static String code(Random random) {
    return "k%d%s,2021-01-0%d,%s"
        .formatted(
            random.nextInt(12),
            random.nextBoolean() ? "" : " ",
            1 + random.nextInt(9),
            random.nextInt(5) == 0 ? "no number" : random.nextInt(4) == 0 ? "" : "1.50");
  }

  private static String person(Random random) {
    return "%d,%s,%d,%s"
        .formatted(
            1 + random.nextInt(600),
            random.nextInt(4) == 0 ? "" : "p" + random.nextInt(500),
            random.nextInt(40),
            random.nextInt(50) == 0 ? "dear" : "%d.%s".formatted(random.nextInt(9), "5"));
  }

  private JsonNode runLike(InProcess expected, SparkLoad load, String... contents)
      throws Exception {
    for (int i = 0; i < contents.length; i++) {
      load.file("f%d.csv".formatted(i), contents[i]);
      expected.file("f%d.csv".formatted(i), contents[i].getBytes(UTF_8));
    }
    expected.finish();

    JsonNode result = load.run();

    expected.assertLike(load, result, "keys");
    return result;
  }

  /** Two files of random rows. */
  private JsonNode runLike(
      InProcess expected, SparkLoad load, long seed, int rows, Function<Random, String> row)
      throws Exception {
    Random random = new Random(seed);
    return runLike(expected, load, rows(random, rows, row), rows(random, rows, row));
  }

  private SparkLoad load(
      Table table, boolean append, String duplicates, int sliceBytes, int partRows) {
    return load(
        table,
        description ->
            description
                .put("append", append)
                .put("on_duplicate", duplicates)
                .put("slice_bytes", sliceBytes)
                .put("part_rows", partRows));
  }

  /** Puts rows into the table that a load appends to; gives those that are there. */
  private static Row[] stored(SparkLoad load, boolean append, Row... rows) {
    if (!append) {
      return new Row[0];
    }
    for (Row row : rows) {
      String values =
          row.values().stream()
              .map(value -> value == null ? "NULL" : "'" + value + "'")
              .collect(Collectors.joining(", "));
      load.database.execute("INSERT INTO %s.codes VALUES (%s)".formatted(load.schema, values));
    }
    return rows;
  }

  private static Row code(String code, @Nullable String amount) {
    return Row.of(
        0, "", code, LocalDate.of(2021, 1, 1), amount == null ? null : new BigDecimal(amount));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void firstOfEqualKeysOfAnyTypeIsKept(boolean append) throws Exception {
    SparkLoad load = load(codes(), append, "reject", 1500, 30);
    Row[] existing = stored(load, append, code("k1", null), code("k1 ", "5.00"));

    JsonNode result =
        runLike(new InProcess(load.request(), Map.of(), existing), load, 8, 200, KeysIT::code);

    assertThat(load.refused(result)).contains("duplicate_key");
  }

  @ParameterizedTest
  @CsvSource({"1, reject, false", "2, reject, true", "3, ignore, false", "4, ignore, true"})
  void aRowThatIsRefusedForOneKeyLeavesTheOthersToLaterRows(
      long seed, String duplicates, boolean append) throws Exception {
    SparkLoad load = load(people(), append, duplicates, 900, 70);
    Row[] existing =
        stored(
            load,
            append,
            Row.of(0, "", 7, "p1", 2L, new BigDecimal("3.50")),
            Row.of(0, "", 8, null, 3L, new BigDecimal("4.50")));

    JsonNode result =
        runLike(new InProcess(load.request(), Map.of(), existing), load, seed, 150, KeysIT::person);

    assertThat(load.refused(result)).contains("not_unique");
  }

  @ParameterizedTest
  @CsvSource({"1, true, false", "2, false, false", "3, true, true", "4, false, true"})
  void theLastOfEqualKeysIsKeptByAnUpdate(long seed, boolean numbers, boolean append)
      throws Exception {
    Table numbered =
        table(
            """
            {"fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}],
             "primaryKey": ["id"]}""");
    SparkLoad load = load(numbers ? numbered : codes(), append, "update", 400, 11);
    Row[] existing =
        stored(
            load,
            append,
            numbers ? Row.of(0, "", 7L, "former") : code("k1", null),
            numbers ? Row.of(0, "", 8L, null) : code("k2 ", "5.00"),
            numbers ? Row.of(0, "", 1000L, "stays") : code("k", "6.00"));
    Function<Random, String> row =
        numbers
            ? any -> any.nextInt(60) + "," + (any.nextInt(3) == 0 ? "" : "n" + any.nextInt(99))
            : KeysIT::code;

    JsonNode result =
        runLike(new InProcess(load.request(), Map.of(), existing), load, seed, 120, row);

    assertThat(result.get("counts").get("updated").asLong()).isPositive();
  }

  /** Employees with a boss and a mentor, by numbers or by names. */
  private static Table staff(boolean numbers) {
    String type =
        numbers
            ? "\"type\": \"integer\""
            : "\"type\": \"string\", \"constraints\": {\"maxLength\": 20}";
    return table(
        """
        {"fields": [{"name": "id", %1$s}, {"name": "boss", %1$s}, {"name": "mentor", %1$s}],
         "primaryKey": ["id"],
         "foreignKeys": [
            {"fields": ["boss"], "reference": {"resource": "", "fields": ["id"]}},
            {"fields": ["mentor"], "reference": {"resource": "", "fields": ["id"]}}]}"""
            .formatted(type));
  }

  /** References to rows before, behind, beside and nowhere, some of which are repeated. */
  @ParameterizedTest
  @CsvSource({
    "1, true, reject, false",
    "2, false, reject, true",
    "3, true, ignore, false",
    "4, false, reject, false",
    "5, true, update, false",
    "6, false, update, true"
  })
  void rowsWaitForThoseThatTheyReference(
      long seed, boolean numbers, String duplicates, boolean append) throws Exception {
    SparkLoad load = load(staff(numbers), append, duplicates, 500, 40);
    Row[] existing =
        stored(load, append, Row.of(0, "", "900", null, null), Row.of(0, "", "5", null, null));
    Function<Random, String> row =
        any ->
            "%d,%s,%s"
                .formatted(
                    any.nextInt(170),
                    any.nextInt(2) == 0 ? "" : any.nextInt(250),
                    any.nextInt(4) == 0 ? any.nextInt(30) == 0 ? 900 : any.nextInt(170) : "");

    JsonNode result =
        runLike(new InProcess(load.request(), Map.of(), existing), load, seed, 120, row);

    assertThat(load.refused(result)).contains("unknown_reference");
  }

  /** A reference without a boss is none, whatever its organisation. */
  @ParameterizedTest
  @CsvSource({"5, reject, false", "6, ignore, true", "7, update, true"})
  void rowsWaitForThoseThatTheyReferenceByAKeyOfSeveralColumns(
      long seed, String duplicates, boolean append) throws Exception {
    Table table =
        table(
            """
            {"fields": [
                {"name": "org", "type": "string", "constraints": {"maxLength": 10}},
                {"name": "id", "type": "integer"},
                {"name": "boss", "type": "integer"}],
              "primaryKey": ["org", "id"],
              "foreignKeys": [
                {"fields": ["org", "boss"], "reference": {"resource": "", "fields": ["org", "id"]}}]}""");
    SparkLoad load = load(table, append, duplicates, 300, 40);
    Row[] existing =
        stored(load, append, Row.of(0, "", "a", 900L, null), Row.of(0, "", "b", 5L, null));
    Function<Random, String> row =
        any ->
            "%s,%d,%s"
                .formatted(
                    any.nextBoolean() ? "a" : "b",
                    any.nextInt(90),
                    switch (any.nextInt(8)) {
                      case 0, 1, 2 -> "";
                      case 3 -> "900";
                      default -> any.nextInt(100);
                    });

    JsonNode result =
        runLike(new InProcess(load.request(), Map.of(), existing), load, seed, 120, row);

    assertThat(load.refused(result)).contains("unknown_reference");
  }

  @Test
  void rowsThatReferenceEachOtherAreLoadedTogether() throws Exception {
    SparkLoad load = load(staff(true), description -> description.put("slice_bytes", 5));

    runLike(
        new InProcess(load.request(), Map.of()),
        load,
        "1,2,\n2,3,\n3,1,\n4,4,\n5,1,6\n6,7,\n8,5,\n",
        "9,5,\n7,,\n1,9,\n10,11,9\n");
  }

  @Test
  void refusedRowsThatHaveWaitedCountLast() throws Exception {
    SparkLoad load =
        load(staff(true), description -> description.put("max_errors", 1).put("slice_bytes", 5));
    load.file("a.csv", "1,20,\n2,,\n3,1,\n").file("b.csv", "x,,\n4,3,\n");

    JsonNode result = load.run();

    assertThat(result.get("code").asText()).isEqualTo("too_many_errors");
    assertThat(result.get("detail").asText()).startsWith("a.csv, line 1: boss 20 is not in codes");
    assertThat(load.refused(result).split("\r\n")).hasSize(2);
    assertThat(load.content()).isEmpty();
  }

  /** Of two columns of the definition, one of which may be missing. */
  @ParameterizedTest
  @CsvSource({"1, reject, false", "2, ignore, true"})
  void rowsAreRefusedForAnIndexOfOwners(long seed, String duplicates, boolean append)
      throws Exception {
    SparkLoad load = load(codes(), append, duplicates, 900, 30);
    for (String name : List.of("codes", load.target())) {
      load.database.execute(
          "ALTER TABLE %s.%s ADD UNIQUE same_key (day, code), ADD UNIQUE `of owners` (Amount, code)"
              .formatted(load.schema, name));
    }
    Row[] existing =
        stored(load, append, Row.of(0, "", "k1", LocalDate.of(2022, 1, 1), new BigDecimal("1.50")));

    JsonNode result =
        runLike(
            new InProcess(
                load.request(), Map.of(), Map.of(List.of("code", "amount"), "of owners"), existing),
            load,
            seed,
            150,
            KeysIT::code);

    assertThat(load.refused(result)).contains("in its unique index of owners");
  }

  @ParameterizedTest
  @CsvSource({
    "email(3), reject, 'which are no whole columns of its definition'",
    "shelf, update, 'has a unique index in the database besides its key'"
  })
  void anIndexThatOnlyTheDatabaseKnowsFailsTheRunAtOnce(
      String columns, String duplicates, String why) {
    SparkLoad load = load(shelves(), description -> description.put("on_duplicate", duplicates));
    load.database.execute(
        "ALTER TABLE %s.codes ADD UNIQUE of_owners (%s)".formatted(load.schema, columns));
    load.file("a.csv", "1,a,1\n");

    assertThatThrownBy(load::run).hasMessageContaining(why);
  }

  private static Table shelves() {
    return table(
        """
        {"fields": [
            {"name": "id", "type": "integer"},
            {"name": "email", "type": "string", "constraints": {"maxLength": 40}},
            {"name": "shelf", "type": "integer"}],
          "primaryKey": ["id"]}""");
  }

  @Test
  void aCollationThatOnlyTheDatabaseKnowsFailsTheRunAtOnce() {
    SparkLoad load = load(people(), description -> {});
    load.database.execute(
        "ALTER TABLE %s.codes MODIFY email VARCHAR(40) COLLATE utf8mb4_general_ci"
            .formatted(load.schema));
    load.file("a.csv", "1,a,1,1\n");

    assertThatThrownBy(load::run).hasMessageContaining("has the collation utf8mb4_general_ci");
  }
}
