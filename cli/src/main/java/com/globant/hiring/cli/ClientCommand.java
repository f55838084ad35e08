package com.globant.hiring.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.cli.input.WrongUse;
import com.globant.hiring.client.HiringClient;
import com.globant.hiring.client.HiringException;
import com.globant.hiring.client.ProblemException;
import com.globant.hiring.client.Report;
import com.globant.hiring.client.api.ApiClient;
import com.globant.hiring.client.model.Load;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that uses a running service. It reports failures itself, by its exit status. */
abstract class ClientCommand implements Callable<Integer> {
  /** Of commands that ask; loading has more. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin final Connection connection = new Connection();

  @Option(names = "--json", description = "Prints JSON, one object on a line.")
  boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  CommandSpec spec;

  final Map<String, String> environment;
  private @Nullable ObjectMapper mapper;

  ClientCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  abstract int run();

  @Override
  public final Integer call() {
    try {
      return run();
    } catch (WrongUse wrong) {
      complain(wrong.getMessage() + "; hiring " + spec.name() + " --help shows the options");
      return ExitStatus.WRONG_USE;
    } catch (HiringException failure) {
      complain(text(failure));
      return status(failure);
    } catch (UncheckedIOException failure) {
      complain(String.valueOf(failure.getMessage()));
      return ExitStatus.FAILED;
    }
  }

  final HiringClient client() {
    return connection
        .client(environment, PATIENCE)
        .onRetry(
            (failure, pause) -> complain(text(failure) + "; trying again in " + seconds(pause)))
        .build();
  }

  static int status(HiringException failure) {
    if (failure.isTemporary()) {
      return ExitStatus.UNREACHABLE;
    }
    return failure instanceof ProblemException ? ExitStatus.REFUSED : ExitStatus.FAILED;
  }

  /** What went wrong, for a person. */
  static String text(HiringException failure) {
    return failure instanceof ProblemException refused
        ? refused.problem().getDetail() + " (" + refused.code() + ")"
        : String.valueOf(failure.getMessage());
  }

  static String seconds(Duration time) {
    return time.toMillis() % 1000 == 0
        ? time.toSeconds() + " s"
        : "%.1f s".formatted(time.toMillis() / 1000.0);
  }

  final void complain(String message) {
    spec.commandLine().getErr().println("hiring: " + message);
    spec.commandLine().getErr().flush();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Prints the commands for the reports of a dry run, if it has some. */
  final void printReports(Load load) {
    if (json || load.getReports() == null) {
      return;
    }
    out().println("reports on the hires of this dry run, for a day:");
    for (Report<?> report : ReportCommand.REPORTS) {
      out().printf("  hiring report %s --year 2021 --load %s%n", report.name(), load.getLoadId());
    }
    out().flush();
  }

  final void printJson(Object value) {
    try {
      out().println(mapper().writeValueAsString(value));
      out().flush();
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException("cannot write the answer as JSON", failure);
    }
  }

  final ObjectMapper mapper() {
    ObjectMapper made = mapper;
    if (made == null) {
      made = ApiClient.createDefaultObjectMapper();
      mapper = made;
    }
    return made;
  }
}
