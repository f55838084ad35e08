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
 * A run of the database program, kept by a thread of its own: the system ties a child to the
 * <em>thread</em> that started it (see {@link ParentDeath}), so that thread must live as long.
 */
final class MariaDbProcess {

  private static final String READY = "ready for connections.";
  private static final int REMEMBERED_LINES = 20;

  /** Recovery after a crash reads the whole redo log, which takes its time on a slow disk. */
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  /** Enough to write all changed pages of the buffer pool. */
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
   * @param input what it reads before the end of its input
   * @param pidFile where its process id is left for the next start to find
   * @param log where its output goes, in place of that of the last run
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
   * @throws IllegalStateException when it ended instead, with its last words
   */
  void awaitReady() {
    if (!ready.copy().completeOnTimeout(false, START_LIMIT.toSeconds(), TimeUnit.SECONDS).join()) {
      throw failure();
    }
  }

  /**
   * Waits until the program ends by itself.
   *
   * @throws IllegalStateException when it failed, with its last words
   */
  void awaitSuccess() {
    if (ended.copy().completeOnTimeout(-1, START_LIMIT.toSeconds(), TimeUnit.SECONDS).join() != 0) {
      throw failure();
    }
  }

  /** Whether the program said these words lately. */
  boolean said(String words) {
    return lastWords().contains(words);
  }

  /** Ends the program in order and returns when it has ended; by force when it takes too long. */
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

  /** A program that ends without reading its input says why in its output. */
  private void feed(String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException unread) {
      remember(unread.toString());
    }
  }

  /** To the end whatever happens to the log: a server whose output nobody reads stands still. */
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

  private String lastWords() {
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
            + lastWords());
  }
}
