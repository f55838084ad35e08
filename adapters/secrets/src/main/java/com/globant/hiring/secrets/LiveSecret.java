package com.globant.hiring.secrets;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last known value of a secret. It is read again from time to time, and while a caller waits
 * for another value. A failed reading changes nothing and is logged.
 *
 * <p>Safe for use by several threads; no method blocks.
 *
 * @param <T> the type of the parsed text
 */
public final class LiveSecret<T> implements Supplier<T> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSecret.class);

  private final String name;
  private final Supplier<String> source;
  private final Function<String, T> parser;
  private final ScheduledExecutorService executor;
  private volatile Reading<T> last;

  /** The last reported fault; only the reading thread uses it. */
  private String problem = "";

  /** The running or scheduled reading. */
  private @Nullable CompletableFuture<Void> next;

  private long readNanos = System.nanoTime();

  private record Reading<T>(String text, T value) {}

  /**
   * Reads the secret and blocks meanwhile.
   *
   * @param source reads the text, and may block; later called on the executor
   * @param parser see {@link SecretsAdapter#watch}
   * @throws SecretUnusable if that fails
   */
  LiveSecret(
      String name,
      Supplier<String> source,
      Function<String, T> parser,
      ScheduledExecutorService executor) {
    this.name = name;
    this.source = source;
    this.parser = parser;
    this.executor = executor;
    this.last = parsed(source.get());
  }

  /** Reads the secret again and again, with this pause between readings. */
  @SuppressWarnings(
      "FutureReturnValueIgnored") // ends with the executor; readings log their failures
  void refresh(Duration pause) {
    executor.scheduleWithFixedDelay(
        this::readSoon, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The value that was read last. */
  @Override
  public T get() {
    return last.value();
  }

  /**
   * Waits for a value and reads the secret every {@link SecretsSettings#LEAST_PAUSE} meanwhile.
   *
   * @param patience how long to wait, without the time of the last reading
   * @return whether the secret has such a value now; never fails, and completes on a thread that
   *     must not be blocked
   */
  public CompletionStage<Boolean> becomes(Predicate<T> wanted, Duration patience) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    look(wanted, System.nanoTime() + patience.toNanos(), result);
    return result;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // completes the result
  private void look(Predicate<T> wanted, long deadline, CompletableFuture<Boolean> result) {
    if (wanted.test(get())) {
      result.complete(true);
    } else if (System.nanoTime() - deadline >= 0) {
      result.complete(false);
    } else {
      readSoon()
          .whenComplete(
              (read, closed) -> {
                if (closed == null) {
                  look(wanted, deadline, result);
                } else {
                  result.complete(false);
                }
              });
    }
  }

  /** One reading for all callers until it ends; fails if the executor was shut down. */
  @SuppressWarnings("FutureReturnValueIgnored") // completes the reading
  private synchronized CompletableFuture<Void> readSoon() {
    if (next != null) {
      return next;
    }
    CompletableFuture<Void> reading = new CompletableFuture<>();
    long pause = readNanos + SecretsSettings.LEAST_PAUSE.toNanos() - System.nanoTime();
    try {
      executor.schedule(() -> read(reading), Math.max(0, pause), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedFuture(closed);
    }
    next = reading;
    return reading;
  }

  private void read(CompletableFuture<Void> reading) {
    try {
      String text = source.get();
      if (!text.equals(last.text())) {
        last = parsed(text);
        LOG.info("The secret {} has changed", name);
      }
      problem = "";
    } catch (SecretUnusable unusable) {
      report(String.valueOf(unusable.getMessage()));
    } finally {
      synchronized (this) {
        next = null;
        readNanos = System.nanoTime();
      }
      reading.complete(null);
    }
  }

  /** Logs the same fault once, and none of readings that close has interrupted. */
  private void report(String wrong) {
    if (!wrong.equals(problem) && !executor.isShutdown()) {
      problem = wrong;
      LOG.error("The last value stays in use: {}", wrong);
    }
  }

  private Reading<T> parsed(String text) {
    try {
      return new Reading<>(text, parser.apply(text));
    } catch (IllegalArgumentException e) {
      // Without the cause: messages of parsers quote the text.
      throw new SecretUnusable(name, String.valueOf(e.getMessage()), null);
    }
  }

  /** Without the value. */
  @Override
  public String toString() {
    return "LiveSecret[" + name + "]";
  }
}
