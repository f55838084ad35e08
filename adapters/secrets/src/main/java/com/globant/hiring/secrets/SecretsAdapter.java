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
 * The secrets of AWS Secrets Manager. For any thread. Has threads of its own for reading, where
 * blocking is allowed: the SDK looks up regions and credentials on the thread that calls it.
 */
public final class SecretsAdapter implements AutoCloseable {
  /** Two, so that one slow reading does not hold up every other secret. */
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

  /** Connects when a secret is read, not before. */
  public static SecretsAdapter open(SecretsSettings settings) {
    return open(settings, DefaultCredentialsProvider.builder().build());
  }

  static SecretsAdapter open(SecretsSettings settings, AwsCredentialsProvider credentials) {
    return new SecretsAdapter(settings, credentials);
  }

  /**
   * Reads a secret, and from then on again and again until this adapter is closed. Blocks, for 15
   * seconds at most by the default settings; not for event loops.
   *
   * @param name of the secret, or its ARN
   * @param parser makes a value of the secret's text; throws {@link IllegalArgumentException} where
   *     it cannot, with a message that goes on after "the secret NAME" and has no part of the text
   * @throws SecretUnusable where it cannot be read or parsed now
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

  /** Ends the readings; values that were read stay. Blocks while connections close. */
  @Override
  public void close() {
    executor.shutdown();
    client.close();
    // Whose own closing would wait for two seconds in which nothing happens.
    eventLoop
        .shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(CLOSING_SECONDS, TimeUnit.SECONDS);
  }
}
