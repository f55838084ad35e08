package com.globant.hiring.bootstrap;

import com.globant.hiring.http.HttpAdapter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole service, running until it is closed. */
final class Service implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Service.class);

  /** For what must end soon: connections to close, cut off loads to take their rows back. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private final Resources resources;
  private final HttpAdapter http;
  private final Settings.Http settings;

  private Service(Resources resources, HttpAdapter http, Settings.Http settings) {
    this.resources = resources;
    this.http = http;
    this.settings = settings;
  }

  /**
   * Starts the service and blocks until it accepts requests. When it cannot start, whatever was
   * started is stopped before this fails.
   *
   * @param content of embedded servers; what is configured is never deleted
   * @throws StartFailed saying why, and what to do
   * @throws DataDirectory.InUse where it would share the directory of another service
   */
  static Service start(Settings settings, Content content) {
    Resources resources = new Resources();
    try {
      HttpAdapter http = new Assembly(settings, content, resources).assemble();
      return new Service(resources, http, settings.http());
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  /** Where it is reached, from this machine at least. */
  URI uri() {
    return uri(settings.address(), http.port());
  }

  static URI uri(String address, int port) {
    String host =
        switch (address) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "[::1]";
          default -> address.contains(":") ? "[" + address + "]" : address;
        };
    return URI.create("http://%s:%d".formatted(host, port));
  }

  /**
   * Stops the service: lets running loads end for as long as they may take, undoes those that do
   * not, and then stops what the service stands on.
   */
  @Override
  public void close() {
    if (!completes(http.drain(), settings.drain())) {
      log.warn("Loads that still ran after {} s are undone", settings.drain().toSeconds());
    }
    completes(http.close().toCompletionStage(), SOON);
    completes(http.drain(), SOON);
    resources.close();
  }

  private static boolean completes(CompletionStage<Void> stage, Duration patience) {
    return stage
        .thenApply(nothing -> true)
        .exceptionally(
            failure -> {
              log.warn("The HTTP server did not close in order", failure);
              return true;
            })
        .toCompletableFuture()
        .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}
