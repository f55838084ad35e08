package com.globant.hiring.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A run of the database program. One thread starts it, reads its output and waits for its end: the
 * kernel ends the child when that <em>thread</em> ends (see {@link ParentDeath}).
 */
final class MariaDbProcess {

  private static final String READY = "ready for connections.";
  private static final int REMEMBERED_LINES = 20;

  /** Long enough to read the whole redo log after a crash, on a slow disk. */
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  /** Long enough to write all changed pages of the buffer pool. */
  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

  private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Process process;
  private final Path log;

  private MariaDbProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the program.
   *
   * @param input its standard input
   * @param pidFile for its process id, which the next start looks up
   * @param log for its output; replaces that of the last run
   */
  static MariaDbProcess launch(List<String> command, String input, Path pidFile, Path log)
      throws IOException {
    CompletableFuture<MariaDbProcess> launched = new CompletableFuture<>();
    Thread keeper =
        new Thread(
            () -> {
              try {
                MariaDbProcess run = new MariaDbProcess(start(command, pidFile), log);
                launched.complete(run);
                run.keep(input);
              } catch (IOException | RuntimeException e) {
                launched.completeExceptionally(e);
              }
            },
            "mariadb-keeper");
    keeper.setDaemon(true);
    keeper.start();
    try {
      return launched.join();
    } catch (CompletionException e) {
      throw new IOException("Cannot run " + command, e.getCause());
    }
  }

  /**
   * Waits until the server accepts connections.
   *
   * @throws IllegalStateException if it ended instead, with the end of its output
   */
  void awaitReady() {
    if (!ready.copy().completeOnTimeout(false, START_LIMIT.toSeconds(), TimeUnit.SECONDS).join()) {
      throw failure();
    }
  }

  /**
   * Waits until the program ends by itself.
   *
   * @throws IllegalStateException if it failed, with the end of its output
   */
  void awaitSuccess() {
    if (ended.copy().completeOnTimeout(-1, START_LIMIT.toSeconds(), TimeUnit.SECONDS).join() != 0) {
      throw failure();
    }
  }

  /** Whether the last lines of its output have these words. */
  boolean hasPrinted(String words) {
    return lastOutput().contains(words);
  }

  /** Stops the program and waits for its end; kills it if that takes too long. */
  void stop() {
    process.destroy();
    process.onExit().completeOnTimeout(process, STOP_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly().onExit().join();
    }
  }

  private static Process start(List<String> command, Path pidFile) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      Files.writeString(pidFile, Long.toString(process.pid()));
      return process;
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private void keep(String input) {
    int exitCode = -1;
    try {
      feed(input);
      readOutput();
      exitCode = process.waitFor();
    } catch (IOException | InterruptedException e) {
      remember(e.toString());
    } finally {
      ready.complete(false);
      ended.complete(exitCode);
    }
  }

  /** If the program ends without reading its input, its output has the reason. */
  private void feed(String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException unread) {
      remember(unread.toString());
    }
  }

  /** Reads to the end, since the server blocks if its output is not read. */
  private void readOutput() throws IOException {
    try (BufferedReader output =
            new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter copy = new PrintWriter(Files.newBufferedWriter(log))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        remember(line);
        copy.println(line);
        copy.flush();
        if (line.endsWith(READY)) {
          ready.complete(true);
        }
      }
    }
  }

  private void remember(String line) {
    synchronized (lastLines) {
      if (lastLines.size() == REMEMBERED_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }

  private String lastOutput() {
    synchronized (lastLines) {
      return String.join(System.lineSeparator(), lastLines);
    }
  }

  private IllegalStateException failure() {
    return new IllegalStateException(
        "The embedded database did not start. Its log is "
            + log
            + " and ends with:"
            + System.lineSeparator()
            + lastOutput());
  }
}
