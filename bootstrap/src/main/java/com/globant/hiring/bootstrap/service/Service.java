package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.http.HttpAdapter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running service. */
public final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  /** How long connections may take to close, and cut off loads to roll back. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final Resources resources;
  private final HttpAdapter http;
  private final Settings.Http settings;

  private Service(Resources resources, HttpAdapter http, Settings.Http settings) {
    this.resources = resources;
    this.http = http;
    this.settings = settings;
  }

  /**
   * Starts a service and blocks until it accepts requests. If it cannot start, all that was started
   * is stopped first.
   *
   * @throws StartFailed with the reason and what to do
   */
  public static Service start(Settings settings, BackingServices backing) {
    Resources resources = new Resources();
    try {
      HttpAdapter http = Assembly.start(settings, backing, resources);
      return new Service(resources, http, settings.http());
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  /** Its address for clients on this machine. */
  public URI uri() {
    return uri(settings.address(), http.port());
  }

  public static URI uri(String address, int port) {
    String host =
        switch (address) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "[::1]";
          default -> address.contains(":") ? "[" + address + "]" : address;
        };
    return URI.create("http://%s:%d".formatted(host, port));
  }

  /**
   * Stops the service: waits {@code http.drain_seconds} for running loads, rolls back those that
   * still run, then closes the adapters.
   */
  @Override
  public void close() {
    if (!completes(http.drain(), settings.drain())) {
      LOG.warn("Loads still run after {} s and are rolled back", settings.drain().toSeconds());
    }
    completes(http.close().toCompletionStage(), CLOSE_LIMIT);
    completes(http.drain(), CLOSE_LIMIT);
    resources.close();
  }

  private static boolean completes(CompletionStage<Void> stage, Duration limit) {
    return stage
        .thenApply(nothing -> true)
        .exceptionally(
            failure -> {
              LOG.warn("The HTTP server did not close properly", failure);
              return true;
            })
        .toCompletableFuture()
        .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
