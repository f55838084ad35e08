package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.service.BackingServices;
import com.globant.hiring.bootstrap.service.Service;
import com.globant.hiring.bootstrap.settings.Settings;
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
      "Runs the service until it gets SIGTERM or SIGINT, and prints one line when it is ready."
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private final ConfigOption config = new ConfigOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final Map<String, String> environment;
  private final Termination termination;
  private final BackingServices backing;

  ServeCommand(Map<String, String> environment, Termination termination, BackingServices backing) {
    this.environment = environment;
    this.termination = termination;
    this.backing = backing;
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = config.settings(environment);
    termination.listen();
    try (Service service = Service.start(settings, backing)) {
      URI uri = service.uri();
      PrintWriter out = spec.commandLine().getOut();
      out.printf("hiring is ready at %s (docs at %s/docs)%n", uri, uri);
      termination.await();
    }
    return ExitCode.OK;
  }
}
