package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.service.Service;
import com.globant.hiring.bootstrap.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The health probe of the container image, which has neither curl nor a shell. */
@Command(
    name = "health",
    description = {
      "Asks a running service whether it is ready, prints the answer, and fails if it is not.",
      "Without --url, it asks the service of this machine at http.port."
    })
final class HealthCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of the service, such as http://127.0.0.1:8080.")
  private @Nullable URI url;

  @Mixin private final ConfigOption config = new ConfigOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  private final Map<String, String> environment;

  HealthCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws InterruptedException {
    URI service = url == null ? configured() : url;
    PrintWriter out = spec.commandLine().getOut();
    try {
      HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(service.resolve("/health/ready")).timeout(TIMEOUT).build(),
              BodyHandlers.ofString());
      out.println(answer.body());
      return answer.statusCode() == 200 ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      out.printf("%s does not answer: %s%n", service, reason(e));
      return ExitCode.SOFTWARE;
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof ConnectException) {
      return "nothing listens there; start it with ./hiring serve, or name its address with --url";
    }
    return failure instanceof HttpTimeoutException
        ? "it took longer than %d s".formatted(TIMEOUT.toSeconds())
        : String.valueOf(failure.getMessage());
  }

  private URI configured() {
    Settings.Http http = config.settings(environment).http();
    return Service.uri(http.address(), http.port());
  }
}
