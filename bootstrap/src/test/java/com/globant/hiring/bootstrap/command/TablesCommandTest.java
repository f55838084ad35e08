package com.globant.hiring.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.bootstrap.service.TableDefinitions;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.domain.table.Table;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesCommandTest {
  private static final String SHOP =
      """
      {"name": "shop", "resources": [
        {"name": "orders", "title": "All orders", "schema": {
          "fields": [
            {"name": "Order No", "type": "string", "title": "Number", "constraints": {"maxLength": 12}},
            {"name": "line", "type": "integer", "constraints": {"minimum": 1, "maximum": 999}},
            {"name": "day", "type": "date", "format": "%d.%m.%Y", "constraints": {"required": true}}],
          "primaryKey": ["Order No", "line"]}},
        {"name": "notes", "schema": {
          "fields": [{"name": "order", "type": "string", "constraints": {"maxLength": 12}},
                     {"name": "line", "type": "integer", "constraints": {"maximum": 999, "minimum": 1}}],
          "foreignKeys": [{"fields": ["order", "line"],
                           "reference": {"resource": "orders", "fields": ["Order No", "line"]}}]}}]}
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  private CommandRun run = CommandRun.deployed(Map.of());

  @BeforeEach
  void configureTheDirectory() {
    run = CommandRun.deployed(Map.of("HIRING_SCHEMAS_DIRECTORY", directory.toString()));
  }

  private void define(String folder, String definition) throws IOException {
    Path file = Files.createDirectories(directory.resolve(folder)).resolve("datapackage.json");
    Files.writeString(file, definition);
  }

  @Test
  void listsTheBuiltInTablesIfNoDirectoryIsConfigured() {
    run = CommandRun.deployed(Map.of());

    assertThat(run.execute("tables", "list")).isZero();
    assertThat(run.out().lines())
        .hasSize(4)
        .anyMatch(line -> line.matches(" *hiring +hired_employees +5 +id +departments, jobs"));
  }

  @Test
  void listsTablesOfTheDirectory() throws IOException {
    define("shop", SHOP);

    assertThat(run.execute("tables", "list")).isZero();
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches(" *shop +orders +3 +Order No, line +-"))
        .anyMatch(line -> line.matches(" *shop +notes +2 +- +orders"));
  }

  @Test
  void listsTablesAsJson() throws IOException {
    define("shop", SHOP);

    assertThat(run.execute("tables", "list", "--json")).isZero();
    assertThat(new JsonArray(run.out()).getJsonObject(0).encode())
        .isEqualTo(
            "{\"schema\":\"shop\",\"table\":\"orders\",\"title\":\"All orders\","
                + "\"columns\":[\"Order No\",\"line\",\"day\"],"
                + "\"primary_key\":[\"Order No\",\"line\"]}");
  }

  @Test
  void showsATableForPeople() throws IOException {
    define("shop", SHOP);

    assertThat(run.execute("tables", "show", "orders")).isZero();
    assertThat(run.out())
        .contains(
            "shop.orders\n  All orders\n",
            "date (%d.%m.%Y)  required",
            "maxLength 12",
            "minimum 1, maximum 999",
            "Number",
            "primary key: Order No, line");
    assertThat(run.execute("tables", "show", "notes")).isZero();
    assertThat(run.out())
        .contains("no primary key", "order, line reference orders (Order No, line)");
  }

  @Test
  void showsTheTableSchema() {
    run = CommandRun.deployed(Map.of());
    Table jobs =
        TableDefinitions.read(Settings.read(null, Map.of())).find("hiring", "jobs").orElseThrow();

    assertThat(run.execute("tables", "show", "jobs", "--schema", "hiring", "--json")).isZero();
    assertThat(run.out()).contains(DataPackages.tableSchema(jobs));
  }

  @Test
  void aTableOfSeveralSchemasNeedsTheSchema() throws IOException {
    define("shop", SHOP);
    define("other", SHOP.replace("\"shop\"", "\"other\""));

    assertThat(run.execute("tables", "show", "orders")).isEqualTo(2);
    assertThat(run.err()).contains("other.orders, shop.orders");
    assertThat(run.execute("tables", "show", "orders", "--schema", "shop")).isZero();
  }

  @Test
  void checkCountsTablesAndSchemas() throws IOException {
    define("shop", SHOP.replace("\"title\": \"All", "\"colour\": \"All"));

    assertThat(run.execute("tables", "check")).isZero();
    assertThat(run.out())
        .contains("warning: ", "#/resources/0/colour: ", "2 tables in 1 schema")
        .doesNotContain("fault");
  }

  @Test
  void checkFindsFaultsAndFails() throws IOException {
    define(
        "shop",
        SHOP.replace("\"date\"", "\"day\"").replace("\"orders\", \"fields", "\"x\", \"fields"));

    assertThat(CommandRun.deployed(Map.of()).execute("tables", "check", directory.toString()))
        .isEqualTo(1);
    assertThat(run.execute("tables", "check", directory.toString())).isEqualTo(1);
    assertThat(run.out())
        .contains("#/resources/0/schema/fields/2/type: ", "references 'x'", "2 faults")
        .doesNotContain("\tat ");
  }

  @Test
  void checkTakesTheFolderOfOnePackageToo() throws IOException {
    define("shop", SHOP);

    assertThat(run.execute("tables", "check", directory.resolve("shop").toString())).isZero();
    assertThat(run.out()).contains("2 tables in 1 schema");
  }

  @Test
  void faultyDefinitionsAreNotListed() throws IOException {
    define("shop", "{");

    assertThat(run.execute("tables", "list")).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("datapackage.json#").doesNotContain("\tat ");
  }

  @Test
  void aDirectoryThatDoesNotExistIsNamed() {
    assertThat(run.execute("tables", "check", "none-such")).isEqualTo(1);
    assertThat(run.err() + run.out()).contains("none-such").doesNotContain("\tat ");
  }

  @Test
  void whatInferProposesPassesTheCheck() throws IOException {
    Path file =
        Files.writeString(directory.resolve("people.csv"), "id,day\n1,27/07/2021\n1,x\n1,x\n");

    assertThat(run.execute("tables", "infer", "--name", "staff", file.toString())).isZero();
    define("staff", run.out());

    assertThat(run.err()).contains("people.csv: its first columns are no key");
    assertThat(run.execute("tables", "check")).isZero();
    assertThat(run.out()).contains("1 table in 1 schema");
  }

  @Test
  void inferNamesFilesThatItCannotUse() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty.csv"), "");
    Path workbook = Files.writeString(directory.resolve("book.csv"), "PK\3\4....");

    for (Path file : List.of(empty, workbook, directory.resolve("none.csv"))) {
      assertThat(run.execute("tables", "infer", file.toString())).isEqualTo(1);
      assertThat(run.err()).contains(file.toString()).doesNotContain("\tat ");
    }
    assertThat(run.out()).isEmpty();
  }
}
