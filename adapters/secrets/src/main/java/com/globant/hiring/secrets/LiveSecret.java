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
 * What a secret holds, as far as is known: it is read again from time to time, and when somebody
 * asks for another value. A reading that fails changes nothing and is told in the log.
 *
 * <p>For any thread; nothing here blocks.
 *
 * @param <T> what its text is taken for
 */
public final class LiveSecret<T> implements Supplier<T> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSecret.class);

  private final String name;
  private final Supplier<String> source;
  private final Function<String, T> parser;
  private final ScheduledExecutorService executor;
  private volatile Reading<T> last;

  /** What was last wrong; for the one reading at a time. */
  private String problem = "";

  /** The reading that is under way or will soon be. */
  private @Nullable CompletableFuture<Void> next;

  private long readNanos = System.nanoTime();

  private record Reading<T>(String text, T value) {}

  /**
   * Reads the secret, which blocks.
   *
   * @param source reads the text, and may block; called on the executor from then on
   * @param parser see {@link SecretsAdapter#watch}
   * @throws SecretUnusable where that fails
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

  /** Reads the secret again and again, after such pauses. */
  @SuppressWarnings("FutureReturnValueIgnored") // ends with the executor; readings tell the log
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
   * Waits for a value, reading the secret every {@link SecretsSettings#LEAST_PAUSE} meanwhile.
   * Never fails.
   *
   * @param patience how long to wait, apart from the reading then under way
   * @return whether there is such a value now; completes on a thread that must not be blocked
   */
  public CompletionStage<Boolean> becomes(Predicate<T> wanted, Duration patience) {
    CompletableFuture<Boolean> result = new CompletableFuture<>();
    look(wanted, System.nanoTime() + patience.toNanos(), result);
    return result;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // tells by the result
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

  /** One reading for all who ask meanwhile; fails where the executor has been shut down. */
  @SuppressWarnings("FutureReturnValueIgnored") // tells by the reading
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
      tell(String.valueOf(unusable.getMessage()));
    } finally {
      synchronized (this) {
        next = null;
        readNanos = System.nanoTime();
      }
      reading.complete(null);
    }
  }

  /** Once, however often it comes; not of readings that the end cut off. */
  private void tell(String wrong) {
    if (!wrong.equals(problem) && !executor.isShutdown()) {
      problem = wrong;
      LOG.error("What was read before goes on: {}", wrong);
    }
  }

  private Reading<T> parsed(String text) {
    try {
      return new Reading<>(text, parser.apply(text));
    } catch (IllegalArgumentException e) {
      // Without the cause, whose own cause may be a parser's that quotes the text.
      throw new SecretUnusable(name, String.valueOf(e.getMessage()), null);
    }
  }

  /** Without the value. */
  @Override
  public String toString() {
    return "LiveSecret[" + name + "]";
  }
}
