package com.globant.hiring.bootstrap;

import java.io.PrintWriter;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Runs the service until it gets SIGTERM or SIGINT, and prints one line when it is ready.",
      "Without database.host it uses a MariaDB of its own, without storage.bucket an S3 server of"
          + " its own; their files are in data.dir."
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private final ConfigOption config = new ConfigOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final Map<String, String> environment;
  private final Termination termination;

  ServeCommand(Map<String, String> environment, Termination termination) {
    this.environment = environment;
    this.termination = termination;
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = config.settings(environment);
    termination.listen();
    try (Service service = Service.start(settings, Content.KEPT)) {
      URI uri = service.uri();
      PrintWriter out = spec.commandLine().getOut();
      out.printf("hiring is ready at %s (docs at %s/docs)%n", uri, uri);
      termination.await();
    }
    return ExitCode.OK;
  }
}
