package com.globant.hiring.cli;

import com.globant.hiring.cli.input.FileLoad;
import com.globant.hiring.cli.input.RunState;
import com.globant.hiring.cli.input.StandardInput;
import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.HiringException;
import com.globant.hiring.client.LoadOptions;
import com.globant.hiring.client.ProblemException;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.LoadOutcome;
import com.globant.hiring.client.model.LoadProblem;
import com.globant.hiring.client.model.LoadStatus;
import com.globant.hiring.client.model.Problem;
import com.globant.hiring.client.model.RowCounts;
import com.globant.hiring.client.model.RowError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads one file of a command, and prints its outcome. */
final class LoadRun {
  private static final String REJECTS_HEADER = "line,column,code,message,raw\r\n";
  private static final String REJECTS_HEADER_OF_SOURCE = "file," + REJECTS_HEADER;
  private static final int SHOWN_ERRORS = 5;

  /**
   * What all files of a command share.
   *
   * @param client sends loads
   * @param observer asks beside a load, and gives up soon
   * @param input standard input, if it is loaded
   * @param rejects where refused rows go, if to one file
   * @param rejectsDirectory where refused rows go, if to a file for each load
   */
  record Setting(
      HiringClient client,
      HiringClient observer,
      @Nullable StandardInput input,
      Interruption interruption,
      ProgressDisplay.Style style,
      boolean quiet,
      @Nullable Path rejects,
      @Nullable Path rejectsDirectory) {}

  private final LoadCommand command;
  private final Setting setting;
  private final FileLoad load;
  private final LoadOptions options;
  private final boolean append;
  private final RunState state;
  private final ProgressDisplay display;

  LoadRun(
      LoadCommand command,
      Setting setting,
      FileLoad load,
      LoadOptions options,
      boolean append,
      RunState state) {
    this.command = command;
    this.setting = setting;
    this.load = load;
    this.options = options;
    this.append = append;
    this.state = state;
    this.display = ProgressDisplay.start(load.table(), setting.style(), command.err());
  }

  void say(String message) {
    if (!setting.quiet()) {
      display.say(message);
    }
  }

  /** Returns the exit status. */
  int load() {
    say((append ? "adding to " : "replacing the content of ") + load.table() + ": " + load.name());
    if (state.begunAt() != null) {
      say("continuing the attempt of " + Printable.of(state.begunAt()));
    }
    RunningLoad running = new RunningLoad(setting.observer(), load.table(), state.key());
    setting.interruption().does(() -> cancel(running));
    Thread follower = setting.style() == ProgressDisplay.Style.OFF ? null : running.follow(display);
    try {
      return load.source() == null ? loaded(send()) : ended(follow(load.source()));
    } catch (HiringException failure) {
      setting.interruption().does(null);
      display.close();
      return failed(failure);
    } finally {
      display.close();
      if (follower != null) {
        follower.interrupt();
      }
    }
  }

  /** The service reads the objects itself, so this waits until the load has ended. */
  private Load follow(String source) {
    HiringClient client = setting.client();
    LoadOptions complete = options.idempotencyKey(state.key()).requestId(state.key());
    // The load of an earlier attempt may still run.
    Optional<Load> running = new RunningLoad(client, load.table(), state.key()).find();
    String id =
        running.isPresent()
            ? running.get().getLoadId()
            : client.loadSource(load.table(), source, complete).getLoadId();
    return client.awaitEnd(id);
  }

  private LoadOutcome send() {
    LoadOptions complete =
        options.idempotencyKey(state.key()).requestId(state.key()).progress(display);
    StandardInput input = setting.input();
    if (load.file() != null) {
      return setting.client().load(load.table(), load.file(), complete);
    }
    if (input == null) {
      throw new IllegalStateException("standard input was not read");
    }
    return setting.client().load(load.table(), input::open, input.size(), complete);
  }

  private void cancel(RunningLoad running) {
    display.close();
    display.say("interrupted; cancelling the load");
    switch (running.cancel()) {
      case CANCELLED -> {
        state.remove();
        display.say("the load was cancelled; " + load.table() + " is as it was before");
      }
      case TOO_LATE ->
          display.say("the load had ended already; the same command prints its outcome");
      case UNKNOWN ->
          display.say(
              "no running load was found; the same command continues, and hiring loads --table "
                  + load.table()
                  + " lists the loads");
    }
  }

  private int loaded(LoadOutcome outcome) {
    setting.interruption().does(null);
    display.close();
    long refused = outcome.getRows().getRejected();
    if (command.json) {
      command.printJson(result("loaded", outcome));
    } else {
      print(outcome);
    }
    saveRejects(outcome.getLoadId(), refused);
    return refused == 0 ? ExitStatus.OK : ExitStatus.REFUSED_ROWS;
  }

  private Map<String, Object> result(String outcome, Object content) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("file", load.isStandardInput() ? "-" : load.name());
    result.put("table", load.table());
    result.put(outcome, content);
    return result;
  }

  private void print(LoadOutcome outcome) {
    RowCounts rows = outcome.getRows();
    command
        .out()
        .printf(
            "%s: %s%,d rows read, %,d inserted%s%s%s, %,d refused (%s, %s); load %s%n",
            load.table(),
            outcome.getDryRun() ? "dry run, nothing stored: " : "",
            rows.getRead(),
            rows.getInserted(),
            counted(rows.getUpdated(), "updated"),
            counted(rows.getIgnored(), "ignored"),
            counted(rows.getIncomplete(), "with missing values"),
            rows.getRejected(),
            ProgressDisplay.size(outcome.getBytes()),
            ProgressDisplay.time(outcome.getElapsedMs() / 1000.0),
            outcome.getLoadId());
    printErrors(outcome.getErrors(), rows.getRejected());
    command.out().flush();
  }

  private static String counted(long rows, String what) {
    return rows == 0 ? "" : ", %,d %s".formatted(rows, what);
  }

  private void printErrors(List<RowError> errors, long refused) {
    errors.stream()
        .limit(SHOWN_ERRORS)
        .forEach(
            error ->
                command
                    .out()
                    .printf(
                        "  %sline %d: %s%n",
                        error.getFile() == null ? "" : Printable.of(error.getFile()) + " ",
                        error.getLine(),
                        Printable.of(error.getMessage())));
    long others = refused - Math.min(errors.size(), SHOWN_ERRORS);
    if (others > 0) {
      command.out().printf("  %,d more refused rows%n", others);
    }
  }

  private int ended(Load ended) {
    setting.interruption().does(null);
    display.close();
    LoadProblem problem = ended.getProblem();
    if (problem == null) {
      int status = loaded(command.mapper().convertValue(ended, LoadOutcome.class));
      command.printReports(ended);
      return status;
    }
    boolean temporary = ended.getStatus() == LoadStatus.ABORTED;
    notLoaded(
        ended,
        "%s (%s)".formatted(problem.getDetail(), problem.getCode()),
        temporary,
        ended.getErrors(),
        ended.getLoadId());
    return temporary ? ExitStatus.UNREACHABLE : ExitStatus.REFUSED;
  }

  private int failed(HiringException failure) {
    if (failure instanceof ProblemException refused) {
      Problem problem = refused.problem();
      notLoaded(
          problem,
          ClientCommand.text(failure),
          failure.isTemporary(),
          problem.getErrors() == null ? List.of() : problem.getErrors(),
          problem.getLoadId());
    } else {
      String message = String.valueOf(failure.getMessage());
      notLoaded(message, message, failure.isTemporary(), List.of(), null);
    }
    return ClientCommand.status(failure);
  }

  /**
   * @param content what {@code --json} prints
   * @param temporary whether the same command may succeed later
   * @param loadId null if there is no record
   */
  private void notLoaded(
      Object content,
      String message,
      boolean temporary,
      List<RowError> errors,
      @Nullable String loadId) {
    if (command.json) {
      command.printJson(result(temporary ? "failed" : "refused", content));
    }
    command.complain(load.name() + ": " + message);
    if (temporary) {
      command.complain("there is no outcome yet; the same command continues");
      return;
    }
    if (!command.json) {
      printErrors(errors, errors.size());
      command.out().flush();
    }
    if (loadId != null && !errors.isEmpty()) {
      saveRejects(loadId, errors.size());
    }
  }

  private void saveRejects(String loadId, long refused) {
    Path directory = setting.rejectsDirectory();
    Path file =
        directory == null
            ? setting.rejects()
            : directory.resolve("rejects-" + load.table() + "-" + loadId + ".csv");
    if (file == null) {
      return;
    }
    if (refused > 0) {
      setting.client().rejects(loadId, file);
      say("refused rows: " + file);
    } else if (directory == null) {
      // So that the rows of an earlier load are not taken for those of this one.
      try {
        Files.writeString(file, load.source() == null ? REJECTS_HEADER : REJECTS_HEADER_OF_SOURCE);
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot write " + file + ": " + failure, failure);
      }
    }
  }
}
