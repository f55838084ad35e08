package com.globant.hiring.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableDefinitionsTest {
  private static final Path BUILT_IN = Path.of("../config_files/schemas/hiring/datapackage.json");

  private final Path directory;

  TableDefinitionsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void hiringTablesAreBuiltIn() {
    assertThat(TableDefinitions.read(null).tables()).isEqualTo(HiringTables.all());
  }

  @Test
  void directoryReplacesBuiltInDefinitions() throws IOException {
    define(
        Files.readString(BUILT_IN)
            .replace("\"name\": \"job\",", "\"name\": \"job\", \"title\": \"Post\","));

    Catalog catalog = TableDefinitions.read(directory);

    assertThat(catalog.find("hiring", "jobs").orElseThrow().columns())
        .extracting(Column::title)
        .containsExactly(null, "Post");
  }

  @Test
  void allFaultsAreListed() throws IOException {
    define("{\"name\": 1, \"resources\": []}");

    assertThatThrownBy(() -> TableDefinitions.read(directory))
        .isInstanceOf(StartFailed.class)
        .hasMessageContainingAll("datapackage.json#/name: ", "datapackage.json#/resources: ");
  }

  @Test
  void tablesThatCannotBeLoadedYetAreRefused() throws IOException {
    define(Files.readString(BUILT_IN).replace("\"maxLength\": 255", "\"maxLength\": 100"));

    assertThatThrownBy(() -> TableDefinitions.read(directory))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("This version can load only departments, jobs, hired_employees");
  }

  @Test
  void directoryMustExist() {
    assertThatThrownBy(() -> TableDefinitions.read(directory.resolve("gone")))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("schemas.directory");
  }

  private void define(String text) throws IOException {
    Path folder = Files.createDirectory(directory.resolve("hiring"));
    Files.writeString(folder.resolve("datapackage.json"), text);
  }
}
