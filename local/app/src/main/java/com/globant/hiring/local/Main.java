package com.globant.hiring.local;

import com.globant.hiring.bootstrap.command.Commands;
import com.globant.hiring.bootstrap.command.Termination;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The program that {@code ./hiring} runs: the service with embedded servers, and a demo. It also
 * has the commands that use a running service, for one help and one completion; {@code ./hiring}
 * runs them in a program of their own, which starts faster.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Commands.run(args, Main::commandLine);
  }

  static CommandLine commandLine(Map<String, String> environment, Termination termination) {
    CommandLine completion = new CommandLine(new GenerateCompletion());
    completion.setCommandName("completion");
    CommandLine commands =
        Commands.commandLine(environment, termination, new LocalServers(environment))
            .addSubcommand(new DemoCommand(environment, termination))
            .addSubcommand(
                new GenerateCommand(environment, new FileOutputStream(FileDescriptor.out)))
            .addSubcommand("completion", completion);
    Map<String, CommandLine> clients = new LinkedHashMap<>();
    com.globant.hiring.cli.Main.commands(environment, System.in)
        .forEach(client -> clients.put(client.getCommandName(), client));
    clients.forEach(
        (name, client) -> {
          // The tables of definitions have their subcommands.
          if (!commands.getSubcommands().containsKey(name)) {
            commands.addSubcommand(name, client);
          }
        });
    commands
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> list(help, clients));
    commands
        .getCommandSpec()
        .usageMessage()
        .description(
            "Moves historical CSV files into MySQL and reports on them.",
            "Without database.host it starts a MariaDB of its own, without storage.bucket an S3 server"
                + " of its own; their files are in data.dir.")
        .commandListHeading("");
    // For those that were added here, too.
    return commands.setOut(commands.getOut()).setErr(commands.getErr());
  }

  /** Lists the commands in two groups. */
  private static String list(Help help, Map<String, CommandLine> clients) {
    Map<String, Help> own = new LinkedHashMap<>(help.subcommands());
    Map<String, Help> using = new LinkedHashMap<>();
    clients.forEach(
        (name, client) -> {
          using.put(name, client.getHelp());
          if (!name.equals("tables")) {
            own.remove(name);
          }
        });
    return "%nThe service and its definitions:%n%s%nCommands that use a running service:%n%s"
        .formatted(help.commandList(own), help.commandList(using));
  }
}
