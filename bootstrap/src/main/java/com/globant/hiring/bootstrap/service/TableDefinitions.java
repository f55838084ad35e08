package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.datapackage.Finding;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Schema;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The definitions of the tables that the service loads. */
public final class TableDefinitions {
  private static final Logger LOG = LoggerFactory.getLogger(TableDefinitions.class);

  private TableDefinitions() {}

  /**
   * The schemas that the settings name, or one for each package.
   *
   * @throws StartFailed with all faults of the definitions, or if a schema has none
   */
  public static Catalog read(Settings settings) {
    Definitions read = definitions(settings.schemasDirectory());
    requireFaultless(read);
    Settings.Database database = settings.database();
    Catalog catalog = served(read.schemas(), database.schemas());
    for (String name : catalog.schemaNames()) {
      if (name.equalsIgnoreCase(database.serviceSchema())) {
        throw new StartFailed(
            "database.service_schema is %s, which is also a schema of loaded tables: give it another name"
                .formatted(database.serviceSchema()));
      }
    }
    return catalog;
  }

  /** The same, with a warning in the log for each property that is passed over. */
  static Catalog readAndWarn(Settings settings) {
    Catalog catalog = read(settings);
    definitions(settings.schemasDirectory()).warnings().forEach(warning -> LOG.warn("{}", warning));
    return catalog;
  }

  /**
   * @throws StartFailed with all faults, if there are any
   */
  public static void requireFaultless(Definitions read) {
    if (!read.faults().isEmpty()) {
      throw new StartFailed(
          "The definitions of tables have faults:\n"
              + read.faults().stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
  }

  /**
   * All definitions, with their faults and warnings.
   *
   * @param directory or null for the built-in ones
   * @throws StartFailed if they cannot be read
   */
  public static Definitions definitions(@Nullable Path directory) {
    try {
      return directory == null ? builtIn() : DataPackages.readDirectory(directory);
    } catch (IOException e) {
      throw new StartFailed(
          "Cannot read the definitions in %s (schemas.directory): %s"
              .formatted(directory == null ? "the jar" : directory, e),
          e);
    }
  }

  private static Definitions builtIn() throws IOException {
    Path classes = Path.of(classPath());
    if (Files.isDirectory(classes)) {
      return DataPackages.readDirectory(classes.resolve("schemas"));
    }
    try (FileSystem jar = FileSystems.newFileSystem(classes)) {
      return DataPackages.readDirectory(jar.getPath("/schemas"));
    }
  }

  /** The jar or the directory that has this class. */
  private static URI classPath() {
    try {
      return TableDefinitions.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param names of schemas; empty for those of all packages. A single package may be served under
   *     any names
   */
  private static Catalog served(List<Schema> packages, List<String> names) {
    Catalog all = new Catalog(packages);
    if (names.isEmpty()) {
      return all;
    }
    return new Catalog(
        names.stream()
            .map(
                name ->
                    all.schema(name)
                        .orElseGet(
                            () -> {
                              if (packages.size() > 1) {
                                throw new StartFailed(
                                    "database.schemas names %s, but no package has that name; the packages are %s"
                                        .formatted(name, String.join(", ", all.schemaNames())));
                              }
                              return packages.get(0).named(name);
                            }))
            .toList());
  }
}
