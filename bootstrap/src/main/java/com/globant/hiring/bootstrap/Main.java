package com.globant.hiring.bootstrap;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The program. */
@Command(
    name = "hiring",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Moves historical CSV files into MySQL and reports on them.",
    footer = {
      "",
      "Exit status: 0 when all went well, 1 when something failed, 2 for wrong use or settings."
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Numbers go into SQL, URLs and headers, where the digits of some languages are not understood.
    Locale.setDefault(Locale.ROOT);
    Termination termination = new Termination();
    int status = ExitCode.SOFTWARE;
    try {
      status = commandLine(System.getenv(), termination).execute(args);
    } catch (Error e) {
      LoggerFactory.getLogger(Main.class).error("The command failed", e);
    } finally {
      termination.end(status);
    }
  }

  /** The commands, which print to the two standard streams. */
  static CommandLine commandLine(Map<String, String> environment, Termination termination) {
    return new CommandLine(new Main())
        .addSubcommand(new ServeCommand(environment, termination))
        .addSubcommand(new DemoCommand(environment, termination))
        .addSubcommand(new ApiKeyCommand())
        .addSubcommand(new HealthCommand(environment))
        .addSubcommand(new SummaryCommand(environment))
        .addSubcommand(new GenerateCommand(new FileOutputStream(FileDescriptor.out)))
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    LoggerFactory.getLogger(Main.class).debug("The command failed", failure);
    command.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
    return failure instanceof SettingsRefused ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** The version that the build gave the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "hiring " + (version == null ? "(not packaged)" : version),
        "Java ${java.version} (${java.vendor})"
      };
    }
  }
}
