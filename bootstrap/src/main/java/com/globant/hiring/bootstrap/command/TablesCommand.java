package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.service.AdapterSettings;
import com.globant.hiring.bootstrap.service.BackingServices;
import com.globant.hiring.bootstrap.service.NamedSecrets;
import com.globant.hiring.bootstrap.service.Resources;
import com.globant.hiring.bootstrap.service.TableDefinitions;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.datapackage.Definitions;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.mysql.MySqlAdapter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "tables",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Checks the definitions of tables, and proposes new ones.",
    })
final class TablesCommand {
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

  @Command(
      name = "check",
      description = {
        "Reads definitions as the service does when it starts, and prints their faults and warnings.",
        "Without DIRECTORY, they are those of schemas.directory, or else the built-in ones.",
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

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
