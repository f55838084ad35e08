package com.globant.hiring.cli;

import com.globant.hiring.cli.input.FileLoad;
import com.globant.hiring.cli.input.LoadParameters;
import com.globant.hiring.cli.input.ReferenceOrder;
import com.globant.hiring.cli.input.RunState;
import com.globant.hiring.cli.input.StandardInput;
import com.globant.hiring.cli.input.WrongUse;
import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.LoadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "load",
    sortOptions = false,
    customSynopsis = {
      "hiring load [OPTIONS] TABLE FILE…",
      "       hiring load [OPTIONS] TABLE=FILE…",
      "       hiring load [OPTIONS] --by-name FILE…",
    },
    description = {
      "Loads CSV files into tables of a running service.",
      "A FILE may also be s3://BUCKET/KEY, or s3://BUCKET/PREFIX/ for all objects below it: the service"
          + " reads them itself, from buckets that its configuration allows.",
      "A FILE may be a pattern in quotes ('data/*.csv'), be compressed with gzip or zstd, or be - for"
          + " standard input, which is copied to a temporary file first.",
      "Without --append, the first file of each table replaces the content of the table. Further"
          + " files of a table are added. Files of several tables are loaded in the order of their"
          + " references. Each file is all or nothing; the command ends at the first refused file.",
      "A command that did not succeed (a crash, a kill, Ctrl-C, exit status 4 or 5) can be run again:"
          + " files that it has loaded are not loaded again.",
      "Ctrl-C cancels the load.",
      ""
    },
    footer = {
      "",
      "Exit status:",
      "  0    all rows are loaded",
      "  3    loaded, but rows were refused",
      "  4    refused; the table is as it was before that file",
      "  5    no outcome: unreachable or busy for longer than --wait",
      "  2    wrong use",
      "  1    a failure on this machine",
      "  130  interrupted; the load was cancelled first"
    })
final class LoadCommand extends ClientCommand {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Of requests beside a load. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  enum ProgressWhen {
    auto,
    plain,
    off
  }

  @Parameters(
      arity = "1..*",
      paramLabel = "TABLE FILE…",
      hideParamSyntax = true,
      description = "The table and its files, or files with their tables.")
  private List<String> arguments = List.of();

  @Option(
      names = "--by-name",
      description = "Loads each file into the table that it is named after: jobs.csv.gz into jobs.")
  private boolean byName;

  @Option(names = "--append", description = "Adds to the table instead of replacing its content.")
  private boolean append;

  @Option(names = "--dry-run", description = "Checks everything and stores nothing.")
  private boolean dryRun;

  @Mixin private final LoadParameters parameters = new LoadParameters();

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Writes the refused rows to this CSV file; with several files, to a directory.")
  private @Nullable Path rejects;

  @Option(names = "--quiet", description = "Prints only results and failures.")
  private boolean quiet;

  @Option(
      names = "--progress",
      paramLabel = "WHEN",
      description =
          "${COMPLETION-CANDIDATES}; auto is one line that changes on a terminal, else plain lines.")
  private ProgressWhen progress = ProgressWhen.auto;

  private final InputStream in;

  LoadCommand(Map<String, String> environment, InputStream in) {
    super(environment);
    this.in = in;
  }

  @Override
  int run() {
    List<FileLoad> named = FileLoad.of(arguments, byName);
    if (rejects != null && named.size() > 1 && !Files.isDirectory(rejects)) {
      throw new WrongUse(
          "%s is not a directory; --rejects names one for several files".formatted(rejects));
    }
    boolean reads = named.stream().anyMatch(FileLoad::isStandardInput);
    try (StandardInput input = reads ? StandardInput.read(in) : null;
        Interruption interruption = new Interruption()) {
      LoadRun[] current = new LoadRun[1];
      HiringClient client =
          connection
              .client(environment, PATIENCE)
              .onRetry(
                  (failure, pause) -> {
                    interruption.holdIfBegun();
                    String message = text(failure) + "; trying again in " + seconds(pause);
                    if (current[0] == null) {
                      say(message);
                    } else {
                      current[0].say(message);
                    }
                  })
              .build();
      List<FileLoad> loads = ReferenceOrder.of(named, client, connection.schema(environment));
      LoadRun.Setting setting =
          new LoadRun.Setting(
              client,
              connection.client(environment, Duration.ZERO).timeout(SHORT).build(),
              input,
              interruption,
              style(),
              quiet,
              rejects == null || !Files.isDirectory(rejects) ? rejects : null,
              rejects != null && Files.isDirectory(rejects) ? rejects : null);
      return load(loads, setting, current);
    }
  }

  private int load(List<FileLoad> loads, LoadRun.Setting setting, LoadRun[] current) {
    List<RunState> states = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    Set<String> begun = new HashSet<>();
    int worst = ExitStatus.OK;
    for (FileLoad load : loads) {
      boolean adds = !begun.add(load.table()) || append;
      String identity = identity(load, adds, setting.input());
      // A file that is named twice is loaded twice.
      identity += seen.merge(identity, 1, Integer::sum) + "\n";
      RunState state = state(identity);
      states.add(state);
      LoadRun run = new LoadRun(this, setting, load, options(adds), adds, state);
      current[0] = run;
      int status = run.load();
      current[0] = null;
      if (status == ExitStatus.REFUSED) {
        state.remove();
      }
      if (status == ExitStatus.REFUSED || status == ExitStatus.UNREACHABLE) {
        sayNotLoaded(loads.subList(states.size(), loads.size()));
        return status;
      }
      worst = Math.max(worst, status);
    }
    states.forEach(RunState::remove);
    return worst;
  }

  private void sayNotLoaded(List<FileLoad> rest) {
    if (!rest.isEmpty()) {
      say("not loaded: " + String.join(", ", rest.stream().map(FileLoad::name).toList()));
    }
  }

  private LoadOptions options(boolean append) {
    LoadOptions options = append ? LoadOptions.append() : LoadOptions.replace();
    if (dryRun) {
      options = options.dryRun();
    }
    options = parameters.addTo(options);
    String schema = connection.schema(environment);
    return schema == null ? options : options.schema(schema);
  }

  /** Dry runs store nothing, so that they need no keys. */
  private RunState state(String identity) {
    return dryRun
        ? RunState.unkept()
        : RunState.of(UserDirectories.state(environment), identity, this::say);
  }

  private String identity(FileLoad load, boolean adds, @Nullable StandardInput input) {
    StringBuilder identity = new StringBuilder();
    for (Object part :
        new @Nullable Object[] {
          connection.url(environment),
          connection.schema(environment),
          load.table(),
          content(load, input),
          adds,
          parameters.identity()
        }) {
      identity.append(part).append('\n');
    }
    return identity.toString();
  }

  /** What changes if the file does. */
  private static String content(FileLoad load, @Nullable StandardInput input) {
    if (load.source() != null) {
      return load.source();
    }
    try {
      return load.file() == null
          ? "sha256 " + (input == null ? "" : input.digest())
          : "%s %d %s"
              .formatted(
                  load.file().toRealPath(),
                  Files.size(load.file()),
                  Files.getLastModifiedTime(load.file()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + load.file() + ": " + unreadable, unreadable);
    }
  }

  private ProgressDisplay.Style style() {
    if (quiet || progress == ProgressWhen.off) {
      return ProgressDisplay.Style.OFF;
    }
    // From the launcher, since Java cannot ask that of standard error.
    boolean terminal = Boolean.getBoolean("hiring.terminal");
    return progress == ProgressWhen.auto && terminal
        ? ProgressDisplay.Style.REDRAWN
        : ProgressDisplay.Style.PLAIN;
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private void say(String message) {
    if (!quiet) {
      complain(message);
    }
  }
}
