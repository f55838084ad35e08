package com.globant.hiring.bootstrap.command;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.bootstrap.service.AdapterSettings;
import com.globant.hiring.bootstrap.service.BackingServices;
import com.globant.hiring.bootstrap.service.NamedSecrets;
import com.globant.hiring.bootstrap.service.Resources;
import com.globant.hiring.bootstrap.service.TableDefinitions;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.mysql.MySqlAdapter;
import com.globant.hiring.mysql.MySqlSettings;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "summary",
    description = {
      "Checks or rebuilds the summary of hires for the reports, in every schema that has the hiring tables.",
      "Loads update it. Changes by other clients of the database are missing until it is rebuilt."
    })
final class SummaryCommand implements Callable<Integer> {
  private static final int DIFFERENCES_SHOWN = 20;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Task task;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final Map<String, String> environment;
  private final BackingServices backing;

  SummaryCommand(Map<String, String> environment, BackingServices backing) {
    this.environment = environment;
    this.backing = backing;
  }

  /** Exactly one of them is true. */
  static final class Task {
    @Option(
        names = "--verify",
        description = "Compares it with a fresh count; fails if they differ. Loads continue.")
    @SuppressWarnings("UnusedVariable") // not rebuild means verify
    private boolean verify;

    @Option(
        names = "--rebuild",
        description = "Counts anew in one transaction. Loads of hires are refused meanwhile.")
    private boolean rebuild;
  }

  @Override
  public Integer call() {
    try (Resources resources = new Resources()) {
      Optional<Settings> settings = backing.startDatabase(config.settings(environment), resources);
      if (settings.isEmpty()) {
        out().println("Nothing was ever loaded: there is no database yet, and none is configured.");
        return ExitCode.OK;
      }
      NamedSecrets secrets = new NamedSecrets(settings.get().secrets(), resources);
      MySqlSettings database =
          AdapterSettings.mysql(settings.get(), secrets, TableDefinitions.read(settings.get()));
      Vertx vertx = Vertx.vertx();
      resources.own(() -> await(vertx.close().toCompletionStage()));
      MySqlAdapter mysql = MySqlAdapter.open(vertx, database);
      resources.own(() -> await(mysql.close()));
      boolean equal = true;
      for (Schema schema : database.hiringSchemas()) {
        equal &= task.rebuild ? rebuilt(mysql, schema.name()) : verified(mysql, schema.name());
      }
      return equal ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }

  private boolean rebuilt(MySqlAdapter mysql, String schema) {
    await(mysql.rebuildSummary(schema));
    out().printf("%s: the summary was rebuilt%n", schema);
    return true;
  }

  private boolean verified(MySqlAdapter mysql, String schema) {
    List<String> differences = await(mysql.summaryDifferences(schema, DIFFERENCES_SHOWN + 1));
    if (differences.isEmpty()) {
      out().printf("%s: the summary equals a fresh count%n", schema);
      return true;
    }
    differences.stream()
        .limit(DIFFERENCES_SHOWN)
        .forEach(difference -> out().printf("%s: %s%n", schema, difference));
    if (differences.size() > DIFFERENCES_SHOWN) {
      out().printf("%s: and more%n", schema);
    }
    return false;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
