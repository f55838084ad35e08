package com.globant.hiring.bootstrap;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;

/** A command, run in this JVM, and what it prints. */
final class CommandRun {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CompletableFuture<Void> serving = new CompletableFuture<>();
  private final Map<String, String> environment;

  /** Tells the command to end; signals to this JVM are left alone. */
  final Termination termination =
      new Termination() {
        @Override
        void listen() {}

        @Override
        void await() throws InterruptedException {
          serving.complete(null);
          super.await();
        }
      };

  CommandRun(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Runs to the end of the command, and gives its exit status. */
  int execute(String... arguments) {
    CommandLine commands = Main.commandLine(environment, termination);
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  /**
   * Starts a command that serves, and returns when it does or has ended.
   *
   * @return its exit status, in the end
   */
  CompletableFuture<Integer> start(String... arguments) {
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    new Thread(() -> ended.complete(execute(arguments)), "command").start();
    CompletableFuture.anyOf(serving, ended).join();
    return ended;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
