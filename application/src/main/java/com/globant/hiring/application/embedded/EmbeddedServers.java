package com.globant.hiring.application.embedded;

import java.net.URI;
import java.nio.file.Path;

/**
 * Servers that run beside the service on laptops and in tests. Found through {@link
 * java.util.ServiceLoader}; absent from what is deployed. All calls block.
 */
public interface EmbeddedServers {

  /**
   * Starts a database server whose files live under {@code directory}; installs it there when new.
   * Returns when it accepts connections.
   *
   * @throws IllegalStateException where it cannot run here, or the directory is in use; the message
   *     says what to do
   */
  EmbeddedDatabase startDatabase(Path directory);

  /**
   * Starts an S3 server that keeps its objects under {@code directory}, and creates the bucket when
   * new. Returns when it accepts connections.
   *
   * @throws IllegalStateException where the directory is in use; the message says what to do
   */
  EmbeddedObjectStore startObjectStore(Path directory, String bucket);

  /** A running database server, reachable from this machine only. */
  interface EmbeddedDatabase extends AutoCloseable {
    String host();

    int port();

    String user();

    String password();

    /** Stops the server in order and returns when its files are closed; more calls do nothing. */
    @Override
    void close();
  }

  /** A running S3 server, reachable from this machine only. */
  interface EmbeddedObjectStore extends AutoCloseable {
    URI endpoint();

    String region();

    String bucket();

    String accessKey();

    String secretKey();

    /** Stops the server; more calls do nothing. */
    @Override
    void close();
  }
}
