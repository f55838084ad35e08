package com.globant.hiring.local;

import com.globant.hiring.bootstrap.command.Commands;
import com.globant.hiring.bootstrap.command.Termination;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;
import picocli.CommandLine;

/** The program that {@code ./hiring} runs: the service with embedded servers, and a demo. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Commands.run(args, Main::commandLine);
  }

  static CommandLine commandLine(Map<String, String> environment, Termination termination) {
    CommandLine commands =
        Commands.commandLine(environment, termination, new LocalServers(environment))
            .addSubcommand(new DemoCommand(environment, termination))
            .addSubcommand(
                new GenerateCommand(environment, new FileOutputStream(FileDescriptor.out)));
    commands
        .getCommandSpec()
        .usageMessage()
        .description(
            "Moves historical CSV files into MySQL and reports on them.",
            "Without database.host it starts a MariaDB of its own, without storage.bucket an S3 server"
                + " of its own; their files are in data.dir.");
    return commands;
  }
}
