package com.globant.hiring.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The commands of clients. */
@Command(
    name = "hiring",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Loads files into a running service, and shows what it has.",
    footer = {
      "",
      "Exit status: 0 success, 2 wrong use, 4 refused by the service, 5 unreachable or busy, 1 another"
          + " failure. hiring load --help has more."
    })
public final class Main {
  private static final List<String> NAMES =
      List.of("load", "loads", "watch", "cancel", "rejects", "report", "tables");

  private Main() {}

  public static void main(String[] args) {
    // The texts are English; numbers in them are too.
    Locale.setDefault(Locale.ROOT);
    CommandLine main = new CommandLine(new Main());
    // picocli takes a while to read each command, and only one runs.
    (args.length > 0 && NAMES.contains(args[0]) ? List.of(args[0]) : NAMES)
        .forEach(name -> main.addSubcommand(command(name, System.getenv(), System.in)));
    int status =
        main.setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .execute(args);
    stopSelectors();
    System.exit(status);
  }

  /**
   * Ends the threads of HTTP clients that wait for the network: the JVM would wait 300 ms for them
   * before it exits. Java 17 has no method to close a client, but its thread ends when it is
   * interrupted.
   */
  private static void stopSelectors() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("-SelectorManager"))
        .forEach(Thread::interrupt);
  }

  /** All commands; they print to the streams of their parent. */
  public static List<CommandLine> commands(Map<String, String> environment, InputStream in) {
    return NAMES.stream().map(name -> command(name, environment, in)).toList();
  }

  private static CommandLine command(String name, Map<String, String> environment, InputStream in) {
    ClientCommand command =
        switch (name) {
          case "load" -> new LoadCommand(environment, in);
          case "loads" -> new LoadsCommand(environment);
          case "watch" -> new WatchCommand(environment);
          case "cancel" -> new CancelCommand(environment);
          case "rejects" -> new RejectsCommand(environment);
          case "report" -> new ReportCommand(environment);
          case "tables" -> new TablesCommand(environment);
          default -> throw new IllegalArgumentException(name);
        };
    return new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** The version in the manifest of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"hiring " + (version == null ? "(not packaged)" : version)};
    }
  }
}
