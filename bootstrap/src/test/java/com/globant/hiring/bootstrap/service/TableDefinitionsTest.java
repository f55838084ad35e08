package com.globant.hiring.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableDefinitionsTest {
  private static final Path BUILT_IN = Path.of("../config_files/schemas/hiring/datapackage.json");

  private static final String ONE_TABLE =
      """
      {"name": "%s", "resources": [
        {"name": "orders", "schema": {"fields": [{"name": "no", "type": "string"}]}}]}""";

  private final Path directory;

  TableDefinitionsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void hiringTablesAreBuiltIn() {
    Catalog catalog = TableDefinitions.read(Settings.read(null, Map.of()));

    assertThat(catalog.schema("hiring").orElseThrow().tables()).isEqualTo(HiringTables.all());
    assertThat(HiringTables.schemaIn(catalog)).map(schema -> schema.name()).contains("hiring");
  }

  @Test
  void directoryReplacesBuiltInDefinitions() throws IOException {
    define(
        "hiring",
        Files.readString(BUILT_IN)
            .replace("\"name\": \"job\",", "\"name\": \"job\", \"title\": \"Post\","));

    assertThat(read("").find("hiring", "jobs").orElseThrow().columns())
        .extracting(Column::title)
        .containsExactly(null, "Post");
  }

  @Test
  void allFaultsAreListed() throws IOException {
    define("hiring", "{\"name\": 1, \"resources\": []}");

    assertThatThrownBy(() -> read(""))
        .isInstanceOf(StartFailed.class)
        .hasMessageContainingAll("datapackage.json#/name: ", "datapackage.json#/resources: ");
  }

  @Test
  void everyPackageIsServedUnderItsOwnName() throws IOException {
    define("a", ONE_TABLE.formatted("shop"));
    define("b", ONE_TABLE.formatted("A store.2"));

    assertThat(read("").schemaNames()).containsExactly("shop", "A store.2");
  }

  @Test
  void aListServesOnlyThesePackages() throws IOException {
    define("a", ONE_TABLE.formatted("shop"));
    define("b", ONE_TABLE.formatted("store"));
    define("c", ONE_TABLE.formatted("A store.2"));

    assertThat(read("A store.2, shop").schemaNames()).containsExactly("A store.2", "shop");
  }

  @Test
  void aSinglePackageIsServedUnderAnyNames() throws IOException {
    define("a", ONE_TABLE.formatted("shop"));
    Catalog catalog = read("one,shop,two");

    assertThat(catalog.schemaNames()).containsExactly("one", "shop", "two");
    assertThat(catalog.find("two", "orders").orElseThrow().schema().name()).isEqualTo("two");
  }

  @Test
  void ofSeveralPackagesEachNameMustBeOne() throws IOException {
    define("a", ONE_TABLE.formatted("shop"));
    define("b", ONE_TABLE.formatted("store"));

    assertThatThrownBy(() -> read("shop,other"))
        .isInstanceOf(StartFailed.class)
        .hasMessage(
            "database.schemas names other, but no package has that name; the packages are shop, store");
  }

  @Test
  void theServicesOwnSchemaIsNoneOfThese() throws IOException {
    define("a", ONE_TABLE.formatted("Hiring_Service"));

    assertThatThrownBy(() -> read(""))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("database.service_schema is hiring_service");
  }

  @Test
  void directoryMustExist() {
    Settings settings =
        Settings.read(
            null, Map.of("HIRING_SCHEMAS_DIRECTORY", directory.resolve("gone").toString()));

    assertThatThrownBy(() -> TableDefinitions.read(settings))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("schemas.directory");
  }

  private Catalog read(String schemas) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HIRING_SCHEMAS_DIRECTORY", directory.toString());
    environment.put("HIRING_DATABASE_SCHEMAS", schemas);
    return TableDefinitions.read(Settings.read(null, environment));
  }

  private void define(String folder, String text) throws IOException {
    Path created = Files.createDirectory(directory.resolve(folder));
    Files.writeString(created.resolve("datapackage.json"), text);
  }
}
