package com.globant.hiring.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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
  private Main() {}

  public static void main(String[] args) {
    // The texts are English; numbers in them are too.
    Locale.setDefault(Locale.ROOT);
    CommandLine main = new CommandLine(new Main());
    commands(System.getenv(), System.in).forEach(main::addSubcommand);
    System.exit(
        main.setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
            .execute(args));
  }

  /** All commands; they print to the streams of their parent. */
  public static List<CommandLine> commands(Map<String, String> environment, InputStream in) {
    return Stream.of(
            new LoadCommand(environment, in),
            new LoadsCommand(environment),
            new WatchCommand(environment),
            new CancelCommand(environment),
            new RejectsCommand(environment),
            new ReportCommand(environment),
            new TablesCommand(environment))
        .map(command -> new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true))
        .toList();
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
