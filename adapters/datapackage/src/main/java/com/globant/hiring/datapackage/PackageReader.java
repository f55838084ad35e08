package com.globant.hiring.datapackage;

import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.TableDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a package: its tables, then the references between them. */
final class PackageReader {
  private static final Set<String> PROPERTIES =
      Set.of(
          "$schema",
          "profile",
          "name",
          "id",
          "licenses",
          "title",
          "description",
          "homepage",
          "version",
          "sources",
          "contributors",
          "keywords",
          "image",
          "created",
          "resources");

  private final Findings findings;

  PackageReader(Findings findings) {
    this.findings = findings;
  }

  /** The schema; empty if there are faults. */
  Optional<Schema> read(Node json) {
    if (!json.requireObject()) {
      return Optional.empty();
    }
    json.warnOfUnknown(PROPERTIES);
    String name = DatabaseNames.read(json, "name");
    if (name != null && DatabaseNames.isSystemSchema(name)) {
      json.fault("name", "is a schema of the server itself; choose another name");
    }
    Map<Node, TableReader> readers = tables(json);
    Map<String, TableDefinition> tables = new LinkedHashMap<>();
    readers.values().forEach(reader -> reader.read().ifPresent(t -> tables.put(t.name(), t)));
    readers.forEach((node, reader) -> new ReferenceReader(node, tables).check());
    new ReferenceCycles(tables).warn(json);
    return findings.faults().isEmpty() && name != null
        ? Optional.of(new Schema(name, List.copyOf(tables.values())))
        : Optional.empty();
  }

  private static Map<Node, TableReader> tables(Node json) {
    Map<Node, TableReader> readers = new LinkedHashMap<>();
    @Nullable Node resources = json.get("resources");
    if (resources == null) {
      json.fault("resources", "is missing; list at least one table");
      return Map.of();
    }
    Map<String, String> names = new TreeMap<>();
    List<Node> all = new ArrayList<>(resources.elements());
    for (Node resource : all) {
      if (!resource.requireObject()) {
        continue;
      }
      String name = DatabaseNames.read(resource, "name");
      if (name != null && names.put(name.toLowerCase(Locale.ROOT), name) != null) {
        resource.fault("name", "is there twice; names of tables are compared without case");
      }
      if (resource.has("schema")) {
        readers.put(resource, new TableReader(resource, name));
      } else {
        resource.warning("has no schema, so it is not a table and is passed over");
      }
    }
    if (readers.isEmpty() && resources.isArray()) {
      resources.fault("has no table; give at least one resource a schema with fields");
    }
    return readers;
  }
}
