package com.globant.hiring.application;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A bounded pool of daemon threads for work that blocks. Threads start on demand and end when they
 * are idle.
 */
public final class Workers implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  /**
   * @param name prefix of the threads' names
   * @param most how many threads there may be, at least 1; more work waits
   */
  public Workers(String name, int most) {
    this.executor =
        new ThreadPoolExecutor(
            most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
    this.executor.allowCoreThreadTimeOut(true);
  }

  /** Makes daemon threads: name-1, name-2, … */
  public static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Does some work on a thread of the pool, which completes the stage. Fails with what the work
   * throws, and with {@link Refused} {@code draining} once the pool is closed.
   */
  public <T> CompletionStage<T> call(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, executor);
    } catch (RejectedExecutionException closed) {
      return CompletableFuture.failedStage(draining());
    }
  }

  /**
   * For long work, which ends itself when the pool is closed.
   *
   * @throws Refused {@code draining} if the pool is closed
   */
  public void requireOpen() {
    if (executor.isShutdown()) {
      throw draining();
    }
  }

  private static Refused draining() {
    return new Refused(RefusalCode.DRAINING, "the service is stopping; try again");
  }

  /** Takes no more work. What was taken before goes on; this does not wait for it. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
