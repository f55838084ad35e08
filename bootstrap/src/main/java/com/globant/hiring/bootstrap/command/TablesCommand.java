package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.service.AdapterSettings;
import com.globant.hiring.bootstrap.service.BackingServices;
import com.globant.hiring.bootstrap.service.NamedSecrets;
import com.globant.hiring.bootstrap.service.Resources;
import com.globant.hiring.bootstrap.service.TableDefinitions;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.MySqlAdapter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "tables",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Lists, shows and checks the definitions of tables, and proposes new ones.",
      "Without DIRECTORY, the definitions are those of schemas.directory, or else the built-in ones."
    })
final class TablesCommand {
  private static final String NONE = "-";

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final Map<String, String> environment;

  private final BackingServices backing;

  private TablesCommand(Map<String, String> environment, BackingServices backing) {
    this.environment = environment;
    this.backing = backing;
  }

  /** The command with its subcommands. */
  static CommandLine of(Map<String, String> environment, BackingServices backing) {
    return new CommandLine(new TablesCommand(environment, backing))
        .addSubcommand(new InferCommand())
        .addSubcommand(new DescribeCommand(environment, backing));
  }

  @Command(name = "list", description = "Lists the tables that are defined.")
  int list(
      @Mixin ConfigOption config,
      @Option(names = "--json", description = "Prints a JSON array.") boolean json) {
    List<Table> tables = catalog(config).tables();
    out().print(json ? listing(tables).encodePrettily() + "\n" : text(tables));
    out().flush();
    return ExitCode.OK;
  }

  private static JsonArray listing(List<Table> tables) {
    JsonArray listing = new JsonArray();
    for (Table table : tables) {
      listing.add(
          new JsonObject()
              .put("schema", table.schema().name())
              .put("table", table.name())
              .put("title", table.definition().title())
              .put("columns", new JsonArray(table.columnNames()))
              .put("primary_key", new JsonArray(table.definition().primaryKey())));
    }
    return listing;
  }

  private static String text(List<Table> tables) {
    TextTable text = new TextTable(List.of("schema", "table", "columns", "key", "references"));
    for (Table table : tables) {
      text.row(
          List.of(
              table.schema().name(),
              table.name(),
              String.valueOf(table.columns().size()),
              names(table.definition().primaryKey()),
              names(table.foreignKeys().stream().map(ForeignKey::table).distinct().toList())));
    }
    return text.text(tables.size());
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? NONE : String.join(", ", names);
  }

  @Command(name = "show", description = "Shows a table: its columns, types, constraints and keys.")
  int show(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "TABLE", description = "Name of the table.") String name,
      @Option(
              names = "--schema",
              paramLabel = "SCHEMA",
              description = "Its schema; needed only if several schemas have such a table.")
          @Nullable String schema,
      @Option(names = "--json", description = "Prints its Table Schema as JSON.") boolean json) {
    Table table = table(catalog(config), schema, name);
    String definition = DataPackages.tableSchema(table);
    out().print(json ? definition + "\n" : TableText.of(table, new JsonObject(definition)));
    out().flush();
    return ExitCode.OK;
  }

  private Table table(Catalog catalog, @Nullable String schema, String name) {
    List<Table> found =
        catalog.tables().stream()
            .filter(table -> table.name().equals(name))
            .filter(table -> schema == null || table.schema().name().equals(schema))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new ParameterException(
        spec.commandLine().getSubcommands().get("show"),
        found.isEmpty()
            ? "No table %s is defined%s; the tables are %s"
                .formatted(
                    name, schema == null ? "" : " in schema " + schema, qualified(catalog.tables()))
            : "Several schemas have a table %s; say which with --schema: %s"
                .formatted(name, qualified(found)));
  }

  private static String qualified(List<Table> tables) {
    return tables.stream()
        .map(table -> table.schema().name() + "." + table.name())
        .collect(Collectors.joining(", "));
  }

  @Command(
      name = "check",
      description = {
        "Reads definitions as the service does when it starts, and prints their faults and warnings.",
        "The exit status is 1 if there are faults, or if tables in the database do not fit."
      })
  int check(
      @Mixin ConfigOption config,
      @Parameters(
              paramLabel = "DIRECTORY",
              arity = "0..1",
              description = "Directory with a folder for each package, or one such folder.")
          @Nullable Path directory,
      @Option(
              names = "--database",
              description =
                  "Also compares the tables of the configured database with the definitions. Changes nothing.")
          boolean database) {
    Path checked = directory == null ? config.settings(environment).schemasDirectory() : directory;
    Definitions read = TableDefinitions.definitions(checked);
    PrintWriter out = out();
    read.faults().forEach(fault -> out.println("fault: " + fault));
    read.warnings().forEach(warning -> out.println("warning: " + warning));
    if (!read.faults().isEmpty()) {
      out.println(counted(read.faults().size(), "fault"));
      return ExitCode.SOFTWARE;
    }
    List<Schema> schemas = read.schemas();
    int tables = schemas.stream().mapToInt(schema -> schema.tables().size()).sum();
    out.printf("%s in %s%n", counted(tables, "table"), counted(schemas.size(), "schema"));
    return database ? compare(config.settings(environment), checked) : ExitCode.OK;
  }

  private int compare(Settings settings, @Nullable Path directory) {
    try (Resources resources = new Resources()) {
      Optional<Settings> started = backing.startDatabase(settings, resources);
      if (started.isEmpty()) {
        out().println("There is no database yet, and none is configured.");
        return ExitCode.OK;
      }
      Settings checked =
          started
              .get()
              .with(Map.of("schemas.directory", directory == null ? "" : directory.toString()));
      List<String> differences =
          MySqlAdapter.differences(
              AdapterSettings.mysql(
                  checked,
                  new NamedSecrets(checked.secrets(), resources),
                  TableDefinitions.read(checked)));
      differences.forEach(difference -> out().println("difference: " + difference));
      out().printf("%s in the database%n", counted(differences.size(), "difference"));
      return differences.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private static String counted(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private Catalog catalog(ConfigOption config) {
    Definitions read =
        TableDefinitions.definitions(config.settings(environment).schemasDirectory());
    TableDefinitions.requireFaultless(read);
    return new Catalog(read.schemas());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
