package com.globant.hiring.cli;

import com.globant.hiring.client.model.Load;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    description = "Cancels a running load; its table is then as it was before.")
final class CancelCommand extends ClientCommand {
  @Parameters(paramLabel = "LOAD", description = "Id of the load, as hiring loads lists it.")
  private String load = "";

  CancelCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run() {
    Load ended = client().cancel(load);
    if (json) {
      printJson(ended);
    } else {
      out().printf("%s: %s, load %s%n", ended.getTable(), ended.getStatus(), ended.getLoadId());
      out().flush();
    }
    return ExitStatus.OK;
  }
}
