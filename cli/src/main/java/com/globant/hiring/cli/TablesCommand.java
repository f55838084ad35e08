package com.globant.hiring.cli;

import com.globant.hiring.client.model.ColumnSummary;
import com.globant.hiring.client.model.TableSummary;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "tables",
    description = "Lists the tables of a running service.",
    footer = {
      "",
      "With a subcommand (list, show, check, describe, infer), hiring tables works on definitions and",
      "needs no running service: hiring tables list --help."
    })
final class TablesCommand extends ClientCommand {
  TablesCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run() {
    String schema = connection.schema(environment);
    List<TableSummary> tables =
        client().tables().stream()
            .filter(table -> schema == null || table.getSchema().equals(schema))
            .toList();
    if (json) {
      tables.forEach(this::printJson);
    } else {
      TextTable text = new TextTable("schema", "table", "columns");
      tables.forEach(
          table ->
              text.row(
                  table.getSchema(),
                  table.getTable(),
                  table.getColumns().stream()
                      .map(ColumnSummary::getName)
                      .collect(Collectors.joining(", "))));
      text.print(out());
    }
    return ExitStatus.OK;
  }
}
