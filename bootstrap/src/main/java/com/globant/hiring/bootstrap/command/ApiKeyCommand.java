package com.globant.hiring.bootstrap.command;

import com.globant.hiring.http.ApiKey;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "api-key",
    description = {
      "Creates an API key and prints it, once, with the line for the file of auth.api_keys_file.",
      "A running service accepts the key a second after the line was added."
    })
final class ApiKeyCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "Name of the caller: 1 to 64 letters, digits, _ and -.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String name;

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      completionCandidates = Roles.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String role;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    ApiKey made = made();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("For the client, in the header X-Api-Key:%n%s%n", made.key());
    out.printf("For the file of auth.api_keys_file:%n%s%n", made.line());
    return ExitCode.OK;
  }

  private ApiKey made() {
    try {
      return ApiKey.create(name, role);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  static final class Roles implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ApiKey.roles().iterator();
    }
  }
}
