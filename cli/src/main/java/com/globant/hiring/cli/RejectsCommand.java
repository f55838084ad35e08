package com.globant.hiring.cli;

import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.model.RejectedRow;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "rejects", description = "Shows the rows of a load that were refused.")
final class RejectsCommand extends ClientCommand {
  @Parameters(paramLabel = "LOAD", description = "Id of the load, as hiring loads lists it.")
  private String load = "";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Writes them to this CSV file, all of them.")
  private @Nullable Path output;

  @Option(
      names = "--limit",
      paramLabel = "NUMBER",
      description = "Prints at most so many; 20 by default, all of them with --json.")
  private @Nullable Long limit;

  RejectsCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run() {
    HiringClient client = client();
    if (output != null) {
      client.rejects(load, output);
      return ExitStatus.OK;
    }
    long most = limit == null ? (json ? Long.MAX_VALUE : 20) : Math.max(0, limit);
    try (Stream<RejectedRow> rows = client.rejects(load).limit(most)) {
      if (json) {
        rows.forEach(this::printJson);
      } else {
        TextTable text = new TextTable("line", "column", "code", "record");
        rows.forEach(row -> text.row(row.getLine(), row.getColumn(), row.getCode(), row.getRaw()));
        text.print(out());
      }
    }
    return ExitStatus.OK;
  }
}
