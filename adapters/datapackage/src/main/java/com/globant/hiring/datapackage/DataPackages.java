package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the definitions of tables, and writes them. */
public final class DataPackages {
  private static final String FILE = "datapackage.json";

  private DataPackages() {}

  /**
   * Reads each {@code datapackage.json} of the folders in a directory, in the order of their names,
   * or that of the directory itself.
   *
   * @throws IOException if the directory or a file in it cannot be read
   */
  public static Definitions readDirectory(Path directory) throws IOException {
    List<Path> folders = new ArrayList<>(List.of(directory));
    try (Stream<Path> inside = Files.list(directory)) {
      inside.forEach(folders::add);
    }
    Map<String, String> texts = new TreeMap<>();
    for (Path folder : folders) {
      Path file = folder.resolve(FILE);
      if (Files.isRegularFile(file)) {
        texts.put(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    if (texts.isEmpty()) {
      Finding none =
          new Finding(
              directory.toString(), "", "no folder in it has a datapackage.json; add one a schema");
      return new Definitions(List.of(), List.of(none), List.of());
    }
    return read(texts);
  }

  /**
   * Reads packages.
   *
   * @param texts the JSON of each, by the name of its file
   */
  public static Definitions read(Map<String, String> texts) {
    List<Finding> faults = new ArrayList<>();
    List<Finding> warnings = new ArrayList<>();
    Map<String, Schema> schemas = new LinkedHashMap<>();
    texts.forEach(
        (source, text) -> {
          Findings findings = new Findings(source);
          Optional<Schema> schema =
              JsonTree.read(text, findings).flatMap(json -> new PackageReader(findings).read(json));
          schema
              .map(read -> schemas.put(read.name(), read))
              .ifPresent(
                  twin ->
                      findings.fault(
                          "/name",
                          "another package has the name '%s' too; give each schema its own"
                              .formatted(twin.name())));
          faults.addAll(findings.faults());
          warnings.addAll(findings.warnings());
        });
    return new Definitions(
        faults.isEmpty() ? List.copyOf(schemas.values()) : List.of(), faults, warnings);
  }

  /** The Table Schema of a table as JSON. {@link #read} reads the same table from it. */
  public static String tableSchema(Table table) {
    return JsonTree.write(new TableSchemaWriter(table.definition()).schema());
  }

  /** The resource of a table as JSON. A package with it and those that it references is read. */
  public static String dataResource(Table table) {
    return JsonTree.write(new TableSchemaWriter(table.definition()).resource());
  }

  /** A package as JSON. {@link #read} reads the same tables from it. */
  public static String dataPackage(String name, List<TableDefinition> tables) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put(
        "resources",
        tables.stream().map(table -> new TableSchemaWriter(table).resource()).toList());
    return JsonTree.write(json);
  }
}
