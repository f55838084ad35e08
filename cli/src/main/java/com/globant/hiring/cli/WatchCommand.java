package com.globant.hiring.cli;

import com.globant.hiring.client.LoadEvent;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.LoadStatus;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "watch",
    description = "Follows a load until it has ended. Ctrl-C ends only the watching.",
    footer = {
      "",
      "Exit status: 0 loaded, 3 loaded with refused rows, 4 failed or cancelled, or no such load,",
      "5 unreachable, 2 wrong use."
    })
final class WatchCommand extends ClientCommand {
  @Parameters(paramLabel = "LOAD", description = "Id of the load, as hiring loads lists it.")
  private String load = "";

  WatchCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int run() {
    int result = ExitStatus.UNREACHABLE;
    try (Stream<LoadEvent> events = client().watch(load)) {
      for (Iterator<LoadEvent> each = events.iterator(); each.hasNext(); ) {
        LoadEvent event = each.next();
        if (json) {
          printJson(event.load());
        } else {
          print(event.load());
        }
        result = status(event.load());
      }
    }
    return result;
  }

  private void print(Load load) {
    String stage = ProgressDisplay.stage(load);
    out()
        .printf(
            "%s: %s%s, %,d rows read, %,d refused, %s in %s%s%n",
            load.getTable(),
            load.getStatus(),
            stage.isEmpty() ? "" : ", " + stage,
            load.getRows().getRead(),
            load.getRows().getRejected(),
            ProgressDisplay.size(load.getBytes()),
            ProgressDisplay.time(load.getElapsedMs() / 1000.0),
            load.getProblem() == null ? "" : ": " + Printable.of(load.getProblem().getDetail()));
    out().flush();
    printReports(load);
  }

  private static int status(Load load) {
    boolean loaded =
        load.getStatus() == LoadStatus.COMMITTED || load.getStatus() == LoadStatus.VALIDATED;
    if (!loaded) {
      return ExitStatus.REFUSED;
    }
    return load.getRows().getRejected() == 0 ? ExitStatus.OK : ExitStatus.REFUSED_ROWS;
  }
}
