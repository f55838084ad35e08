package com.globant.hiring.cli;

import com.globant.hiring.cli.input.WrongUse;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.LoadStatus;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "loads", description = "Lists loads of a running service, newest first.")
final class LoadsCommand extends ClientCommand {
  @Option(names = "--table", paramLabel = "TABLE", description = "Only loads of this table.")
  private @Nullable String table;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only loads with this status: ${COMPLETION-CANDIDATES}.")
  private @Nullable LoadStatus status;

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      description = "Lists at most so many; ${DEFAULT-VALUE} by default.")
  private int limit = 20;

  LoadsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run() {
    if (limit < 1) {
      throw new WrongUse("--limit is 1 or more");
    }
    try (Stream<Load> loads =
        client().loads(connection.schema(environment), table, status).limit(limit)) {
      if (json) {
        loads.forEach(this::printJson);
      } else {
        TextTable text =
            new TextTable("load", "started", "table", "status", "read", "refused", "time");
        loads.forEach(
            load ->
                text.row(
                    load.getLoadId(),
                    Printable.of(load.getStartedAt().toInstant()),
                    load.getTable(),
                    load.getStatus(),
                    "%,d".formatted(load.getRows().getRead()),
                    "%,d".formatted(load.getRows().getRejected()),
                    ProgressDisplay.time(load.getElapsedMs() / 1000.0)));
        text.print(out());
      }
    }
    return ExitStatus.OK;
  }
}
