package com.globant.hiring.bootstrap;

import com.globant.hiring.bootstrap.Settings.LogLevel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
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
          + " its HTTP API, prints what came of it and both reports, and serves on.",
      "A configured database or bucket is not touched. What former demos stored is gone."
    })
final class DemoCommand implements Callable<Integer> {
  /** Demos at a time, each in a directory of its own. */
  private static final int MOST = 100;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(names = "--once", description = "Ends after printing instead of serving on.")
  private boolean once;

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
    Settings settings = config.settings(environment);
    if (settings.log().level() == LogLevel.INFO) {
      // What goes well is printed already.
      Logging.setLevel(LogLevel.WARN);
    }
    Path home = settings.dataDirectory().resolve("demo");
    termination.listen();
    try (Service service = start(settings, home)) {
      Demo demo =
          new Demo(
              service.uri(),
              settings.database().schemas().get(0),
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

  /** In the first directory that no other demo is using. */
  private static Service start(Settings settings, Path home) {
    int port = isFree(settings.http()) ? settings.http().port() : 0;
    for (int number = 1; ; number++) {
      Path directory = home.resolve(String.valueOf(number));
      try {
        return Service.start(settings.embeddedIn(directory, port), Content.NEW);
      } catch (DataDirectory.InUse inUse) {
        if (number == MOST) {
          throw inUse;
        }
      }
    }
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
