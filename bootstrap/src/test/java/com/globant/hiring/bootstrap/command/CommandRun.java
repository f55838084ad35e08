package com.globant.hiring.bootstrap.command;

import com.globant.hiring.bootstrap.service.ConfiguredServices;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import picocli.CommandLine;

/** Runs a command in this JVM and records what it prints. */
public final class CommandRun {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CompletableFuture<Void> serving = new CompletableFuture<>();
  private final Map<String, String> environment;
  private final BiFunction<Map<String, String>, Termination, CommandLine> program;

  /** Ends the command without a signal to this JVM. */
  private final Termination termination =
      new Termination() {
        @Override
        public void listen() {}

        @Override
        public void await() throws InterruptedException {
          serving.complete(null);
          super.await();
        }
      };

  public CommandRun(
      Map<String, String> environment,
      BiFunction<Map<String, String>, Termination, CommandLine> program) {
    this.environment = environment;
    this.program = program;
  }

  /** A command of the deployed program. */
  static CommandRun deployed(Map<String, String> environment) {
    return new CommandRun(
        environment,
        (variables, termination) ->
            Commands.commandLine(variables, termination, new ConfiguredServices()));
  }

  /** Runs the command to its end and returns its exit status. */
  public int execute(String... arguments) {
    CommandLine commands = program.apply(environment, termination);
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  /**
   * Starts a command that serves; returns when it accepts requests or has ended.
   *
   * @return its exit status
   */
  public CompletableFuture<Integer> start(String... arguments) {
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    new Thread(() -> ended.complete(execute(arguments)), "command").start();
    CompletableFuture.anyOf(serving, ended).join();
    return ended;
  }

  /** Ends a command that serves, as a signal does. */
  public void stop() {
    termination.request();
  }

  public String out() {
    return out.toString();
  }

  public String err() {
    return err.toString();
  }
}
