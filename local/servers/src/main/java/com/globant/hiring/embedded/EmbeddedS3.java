package com.globant.hiring.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A running S3 server, which keeps its objects as files and accepts connections from this machine
 * only. Its port and keys are kept in its directory, so that the next start finds the same server
 * again. Safe for use by several threads.
 */
public final class EmbeddedS3 implements AutoCloseable {

  /** The server accepts signatures for any region; clients must name one. */
  private static final String REGION = "us-east-1";

  private static final int ACCESS_KEY_BYTES = 15;
  private static final int SECRET_KEY_BYTES = 30;
  private static final int PORT_ATTEMPTS = 3;

  private final DirectoryLock lock;
  private final S3Proxy server;
  private final URI endpoint;
  private final String bucket;
  private final String accessKey;
  private final String secretKey;

  private EmbeddedS3(DirectoryLock lock, S3Proxy server, String bucket, PrivateSettings settings) {
    this.lock = lock;
    this.server = server;
    this.endpoint = endpoint(server.getPort());
    this.bucket = bucket;
    this.accessKey = accessKey(settings);
    this.secretKey = secretKey(settings);
  }

  /**
   * Starts the server of a directory with one bucket, and returns when it accepts connections.
   *
   * @throws IllegalStateException if the server does not start or another process uses the
   *     directory; the message says what to do
   * @throws UncheckedIOException if the directory cannot be used
   */
  public static EmbeddedS3 start(Path directory, String bucket) {
    try {
      DirectoryLock lock = DirectoryLock.acquire(directory);
      try {
        return start(lock.directory(), bucket, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep objects in " + directory + ": " + e, e);
    }
  }

  private static EmbeddedS3 start(Path home, String bucket, DirectoryLock lock) throws IOException {
    Path objects = Directories.create(home.resolve("s3-objects"));
    BlobStore store = new FilesystemNio2BlobStore(objects.toString());
    if (!store.containerExists(bucket)) {
      store.createContainer(bucket);
    }
    PrivateSettings settings = PrivateSettings.read(home.resolve("s3.settings"));
    S3Proxy server = serve(store, settings);
    settings.port(server.getPort());
    settings.write();
    return new EmbeddedS3(lock, server, bucket, settings);
  }

  private static S3Proxy serve(BlobStore store, PrivateSettings settings) throws IOException {
    int port = LoopbackPorts.choose(settings.port());
    for (int attempt = 1; ; attempt++) {
      S3Proxy server =
          S3Proxy.builder()
              .blobStore(store)
              .endpoint(endpoint(port))
              .awsAuthentication(
                  AuthenticationType.AWS_V4, accessKey(settings), secretKey(settings))
              // The service has stopped by then, so idle connections may be cut.
              .stopTimeout(0)
              .build();
      try {
        server.start();
        return server;
      } catch (Exception e) {
        stop(server);
        if (attempt == PORT_ATTEMPTS || !(e.getCause() instanceof BindException)) {
          throw new IllegalStateException(
              "The embedded S3 server did not start on port " + port + ": " + e, e);
        }
        port = LoopbackPorts.choose(0);
      }
    }
  }

  private static URI endpoint(int port) {
    return URI.create("http://" + LoopbackPorts.HOST + ":" + port);
  }

  private static String accessKey(PrivateSettings settings) {
    return settings.secret("access-key", ACCESS_KEY_BYTES);
  }

  private static String secretKey(PrivateSettings settings) {
    return settings.secret("secret-key", SECRET_KEY_BYTES);
  }

  private static void stop(S3Proxy server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The embedded S3 server did not stop properly", e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  public String region() {
    return REGION;
  }

  public String bucket() {
    return bucket;
  }

  public String accessKey() {
    return accessKey;
  }

  public String secretKey() {
    return secretKey;
  }

  /** Stops the server; further calls do nothing. */
  @Override
  public void close() {
    try (lock) {
      stop(server);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlock " + lock.directory(), e);
    }
  }
}
