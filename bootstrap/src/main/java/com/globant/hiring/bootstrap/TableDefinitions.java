package com.globant.hiring.bootstrap;

import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.datapackage.Finding;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The definitions of the tables that the service loads. */
public final class TableDefinitions {
  private static final Logger LOG = LoggerFactory.getLogger(TableDefinitions.class);
  private static final String BUILT_IN = "/schemas/hiring/datapackage.json";

  private TableDefinitions() {}

  /**
   * Reads all definitions.
   *
   * @param directory or null for the built-in ones
   * @throws StartFailed with all faults
   */
  public static Catalog read(@Nullable Path directory) {
    Definitions read = definitions(directory);
    requireFaultless(read);
    read.warnings().forEach(warning -> LOG.warn("{}", warning));
    Catalog catalog = new Catalog(read.schemas());
    refuseWhatCannotBeStored(catalog);
    return catalog;
  }

  /**
   * Reads all definitions, and what is wrong with them.
   *
   * @param directory or null for the built-in ones
   * @throws StartFailed if the files cannot be read
   */
  static Definitions definitions(@Nullable Path directory) {
    return directory == null ? builtIn() : ofDirectory(directory);
  }

  /**
   * @throws StartFailed with all faults, if there are any
   */
  static void requireFaultless(Definitions read) {
    if (!read.faults().isEmpty()) {
      throw new StartFailed(
          "The definitions of tables have faults:\n"
              + read.faults().stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
  }

  private static Definitions ofDirectory(Path directory) {
    try {
      return DataPackages.readDirectory(directory);
    } catch (IOException e) {
      throw new StartFailed(
          "Cannot read the definitions in %s (schemas.directory): %s".formatted(directory, e), e);
    }
  }

  private static Definitions builtIn() {
    try (InputStream text = TableDefinitions.class.getResourceAsStream(BUILT_IN)) {
      if (text == null) {
        throw new IllegalStateException(BUILT_IN + " is not in the jar");
      }
      return DataPackages.read(
          Map.of(BUILT_IN, new String(text.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new StartFailed("Cannot read %s: %s".formatted(BUILT_IN, e), e);
    }
  }

  /** The database adapter makes and loads the tables of the hiring schema only. */
  private static void refuseWhatCannotBeStored(Catalog catalog) {
    if (!shapes(catalog.tables()).equals(shapes(HiringTables.all()))) {
      throw new StartFailed(
          "The tables that are defined (schemas.directory) are %s. This version can load only %s with their columns, types and keys; titles, aliases, constraints and missing values may differ"
              .formatted(catalog.names(), HiringTables.names()));
    }
  }

  private record Shape(
      String table,
      List<String> columns,
      List<Storage> storages,
      List<String> primaryKey,
      List<List<String>> uniqueKeys,
      List<ForeignKey> foreignKeys) {}

  private static List<Shape> shapes(List<Table> tables) {
    return tables.stream()
        .map(
            table ->
                new Shape(
                    table.name(),
                    table.columnNames(),
                    table.columns().stream().map(column -> column.type().storage()).toList(),
                    table.definition().primaryKey(),
                    table.definition().uniqueKeys(),
                    table.foreignKeys()))
        .toList();
  }
}
