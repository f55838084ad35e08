package com.globant.hiring.local;

import com.globant.hiring.bootstrap.command.ConfigOption;
import com.globant.hiring.bootstrap.command.Termination;
import com.globant.hiring.bootstrap.log.Logging;
import com.globant.hiring.bootstrap.service.Service;
import com.globant.hiring.bootstrap.service.TableDefinitions;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.bootstrap.settings.Settings.LogLevel;
import com.globant.hiring.local.samples.Hints;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Starts the service with a database and an S3 server of its own, loads sample files through"
          + " its HTTP API, prints the load reports and both reports, and keeps serving.",
      "It does not use a configured database or bucket. Data of earlier demos is deleted."
    })
final class DemoCommand implements Callable<Integer> {
  /** Settings of servers that the demo must not use. */
  private static final List<String> NOT_USED =
      List.of(
          "auth.api_keys_file",
          "auth.api_keys_secret",
          "database.host",
          "database.user",
          "database.password",
          "database.secret",
          "storage.bucket",
          "storage.region",
          "storage.endpoint",
          "storage.access_key",
          "storage.secret_key",
          "storage.signing_access_key",
          "storage.signing_secret_key",
          "storage.signing_secret",
          "spool.dir");

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--once", description = "Ends after printing.")
  private boolean once;

  @Option(
      names = "--spark",
      description = {
        "Loads made-up hires in 100 files instead, from S3 on Spark and then by the service itself,"
            + " prints what each cost, and ends. ./hiring fetches Spark (about 200 MB) once."
      })
  private boolean spark;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "3000000",
      description = "With --spark: number of hires, by default 3 million.")
  private int rows;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final Map<String, String> environment;
  private final Termination termination;

  DemoCommand(Map<String, String> environment, Termination termination) {
    this.environment = environment;
    this.termination = termination;
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings configured = config.settings(environment);
    Path home = new LocalServers(environment).directory(configured).resolve("demo");
    Map<String, String> changes = changes(configured);
    if (spark) {
      changes.putAll(SparkDemo.settings());
    }
    Settings settings = configured.with(changes);
    Logging.obey(settings.log());
    termination.listen();
    DemoServers servers = new DemoServers(home, environment);
    try (Service service = Service.start(settings, servers)) {
      if (spark) {
        new SparkDemo(
                servers.started().storage(),
                service.uri(),
                TableDefinitions.read(settings).tables(),
                rows,
                spec.commandLine().getOut())
            .run();
        return ExitCode.OK;
      }
      Demo demo =
          new Demo(
              service.uri(),
              TableDefinitions.read(settings),
              settings.schemasDirectory() == null ? Hints.builtIn() : Hints.NONE,
              home.resolve("samples"),
              spec.commandLine().getOut());
      demo.run();
      if (!once) {
        demo.printCommands();
        termination.await();
      }
    }
    return ExitCode.OK;
  }

  /** No servers of others and no authentication, and then on this machine only. */
  static Map<String, String> changes(Settings settings) {
    Map<String, String> changes = new HashMap<>();
    NOT_USED.forEach(path -> changes.put(path, ""));
    if (!(settings.access() instanceof Settings.Anonymous)) {
      changes.put("auth.mode", "none");
      changes.put("http.address", "127.0.0.1");
    }
    if (!isFree(settings.http())) {
      changes.put("http.port", "0");
    }
    if (settings.log().level() == LogLevel.INFO) {
      // The demo prints itself what succeeds.
      changes.put("log.level", "warn");
    }
    return changes;
  }

  private static boolean isFree(Settings.Http http) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(http.address(), http.port()));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
