package com.globant.hiring.csv;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads for work that blocks; they come when needed, go when idle, and never hold up the exit.
 */
final class Workers implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  /**
   * @param name that the threads begin with
   * @param most how many work at once; more work waits
   */
  Workers(String name, int most) {
    this.executor =
        new ThreadPoolExecutor(
            most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads(name));
    this.executor.allowCoreThreadTimeOut(true);
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Does some work on a worker.
   *
   * @throws Refused where there are no workers any more
   */
  <T> CompletionStage<T> call(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    run(() -> settle(work, answer));
    return answer;
  }

  /**
   * Does some work on a worker.
   *
   * @param work that does not fail
   * @throws Refused where there are no workers any more
   */
  void run(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException closed) {
      throw new Refused(RefusalCode.DRAINING, "the service is stopping; try again", closed);
    }
  }

  private static <T> void settle(Callable<T> work, CompletableFuture<T> answer) {
    @Nullable T result = null;
    Throwable failure = null;
    try {
      result = work.call();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    // Outside of the try: what follows the answer runs here too, and is not this work's to fail.
    if (failure == null) {
      answer.complete(result);
    } else {
      answer.completeExceptionally(failure);
    }
  }

  /** Takes no more work; what is under way goes on. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
