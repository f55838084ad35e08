package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.service.BackingServices;
import com.globant.hiring.bootstrap.settings.SettingsRefused;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
    name = "hiring",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Commands.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Moves historical CSV files into MySQL and reports on them.",
    footer = {"", "Exit status: 0 for success, 1 for a failure, 2 for wrong use or settings."})
public final class Commands {
  private Commands() {}

  /** Runs a command and ends the process with its exit status. */
  public static void run(
      String[] args, BiFunction<Map<String, String>, Termination, CommandLine> commandLine) {
    // Numbers go into SQL, URLs and headers, which do not understand the digits of some languages.
    Locale.setDefault(Locale.ROOT);
    Termination termination = new Termination();
    int status = ExitCode.SOFTWARE;
    try {
      status = commandLine.apply(System.getenv(), termination).execute(args);
    } catch (Error e) {
      LoggerFactory.getLogger(Commands.class).error("The command failed", e);
    } finally {
      termination.end(status);
    }
  }

  /** The commands, which print to the two standard streams. */
  public static CommandLine commandLine(
      Map<String, String> environment, Termination termination, BackingServices backing) {
    return new CommandLine(new Commands())
        .addSubcommand(new ServeCommand(environment, termination, backing))
        .addSubcommand(new ApiKeyCommand())
        .addSubcommand(new HealthCommand(environment))
        .addSubcommand(new SummaryCommand(environment, backing))
        .addSubcommand(TablesCommand.of(environment, backing))
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(Commands::failed);
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    LoggerFactory.getLogger(Commands.class).debug("The command failed", failure);
    command.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
    return failure instanceof SettingsRefused ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** The version in the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {
        "hiring " + (version == null ? "(not packaged)" : version),
        "Java ${java.version} (${java.vendor})"
      };
    }
  }
}
