package com.globant.hiring.secrets;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * The secrets of AWS Secrets Manager. Safe for use by several threads. It reads on its own threads,
 * since the SDK blocks its caller to look up regions and credentials.
 */
public final class SecretsAdapter implements AutoCloseable {
  /** Two, so that one slow reading does not delay all others. */
  private static final int THREADS = 2;

  private static final int CLOSING_SECONDS = 1;

  private final SecretsSettings settings;
  private final ScheduledThreadPoolExecutor executor;
  private final EventLoopGroup eventLoop;
  private final SecretsClient client;

  private SecretsAdapter(SecretsSettings settings, AwsCredentialsProvider credentials) {
    this.settings = settings;
    this.executor = new ScheduledThreadPoolExecutor(THREADS, daemons("secrets-"));
    this.eventLoop = new NioEventLoopGroup(1, daemons("secrets-io-"));
    this.client = new SecretsClient(settings, credentials, eventLoop);
  }

  /** Does not connect before a secret is read. */
  public static SecretsAdapter open(SecretsSettings settings) {
    return open(settings, DefaultCredentialsProvider.builder().build());
  }

  static SecretsAdapter open(SecretsSettings settings, AwsCredentialsProvider credentials) {
    return new SecretsAdapter(settings, credentials);
  }

  /**
   * Reads a secret, and then again and again until this adapter is closed. Blocks, with the default
   * settings for at most 15 seconds; not for event loops.
   *
   * @param name of the secret, or its ARN
   * @param parser parses the text; throws {@link IllegalArgumentException} with a message that
   *     continues "the secret NAME" and has no part of the text
   * @throws SecretUnusable if it cannot be read or parsed now
   */
  public <T> LiveSecret<T> watch(String name, Function<String, T> parser) {
    LiveSecret<T> secret = new LiveSecret<>(name, () -> client.read(name), parser, executor);
    secret.refresh(settings.refresh());
    return secret;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Stops reading; the last values stay. Blocks while connections close. */
  @Override
  public void close() {
    executor.shutdown();
    client.close();
    // Without a quiet period, which is two seconds by default.
    eventLoop
        .shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
  }
}
