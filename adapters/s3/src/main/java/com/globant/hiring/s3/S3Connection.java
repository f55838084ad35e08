package com.globant.hiring.s3;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.Workers;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * The client of the bucket, and threads for what the SDK does by blocking: it reads profiles and
 * looks up the region and the credentials of an instance.
 *
 * <p>The client is created on its first use, which takes some tenths of a second. If that fails,
 * the next use tries again.
 */
final class S3Connection implements AutoCloseable {
  /** Two, so that one slow look-up does not delay every file. */
  private static final int THREADS = 2;

  /** Enough for some hundred megabytes a second. */
  private static final int EVENT_LOOPS = 1;

  private static final int CLOSING_SECONDS = 1;

  private final S3Settings settings;
  private final AwsCredentialsProvider credentials;
  private final ExecutorService executor;
  private final EventLoopGroup eventLoop;
  private @Nullable S3AsyncClient client;
  private boolean closed;

  S3Connection(S3Settings settings, AwsCredentialsProvider credentials) {
    this.settings = settings;
    this.credentials = credentials;
    this.executor = Executors.newFixedThreadPool(THREADS, Workers.daemons("s3"));
    this.eventLoop = new NioEventLoopGroup(EVENT_LOOPS, Workers.daemons("s3-io"));
  }

  /** Creates the client before its first use, which reports what goes wrong. */
  void warmUp() {
    executor.execute(
        () -> {
          try {
            client();
          } catch (RuntimeException toldByTheFirstUse) {
            // The first use tries again and reports the failure.
          }
        });
  }

  /** Calls the store on a thread that may block. Every failure of the store becomes a refusal. */
  <T> CompletionStage<T> call(Function<S3AsyncClient, CompletionStage<T>> request) {
    try {
      return CompletableFuture.supplyAsync(this::client, executor)
          .thenComposeAsync(request, executor)
          .exceptionally(
              failure -> {
                throw new CompletionException(
                    StoreFailures.refusal(Failures.unwrapped(failure), settings.bucket()));
              });
    } catch (RejectedExecutionException closedMeanwhile) {
      return CompletableFuture.failedFuture(
          StoreFailures.refusal(closedMeanwhile, settings.bucket()));
    }
  }

  /** Threads that may block. */
  ExecutorService executor() {
    return executor;
  }

  private synchronized S3AsyncClient client() {
    if (closed) {
      throw new RejectedExecutionException("The connection to the store is closed");
    }
    S3AsyncClient made = client;
    if (made == null) {
      made = S3Clients.create(settings, credentials, executor, eventLoop);
      client = made;
    }
    return made;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (client != null) {
        client.close();
      }
    }
    executor.shutdown();
    // Without a quiet period of 0, this would wait for two idle seconds.
    eventLoop
        .shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
  }
}
