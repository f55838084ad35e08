package com.globant.hiring.embedded;

import com.globant.hiring.application.embedded.EmbeddedServers.EmbeddedObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** A running S3 server that keeps its objects as files. Safe for use by several threads. */
final class EmbeddedS3 implements EmbeddedObjectStore {

  /** What clients name when they sign; the server takes any. */
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
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedS3(DirectoryLock lock, S3Proxy server, String bucket, PrivateSettings settings) {
    this.lock = lock;
    this.server = server;
    this.endpoint = endpoint(server.getPort());
    this.bucket = bucket;
    this.accessKey = accessKey(settings);
    this.secretKey = secretKey(settings);
  }

  static EmbeddedS3 start(Path directory, String bucket) {
    try {
      Path home = Directories.create(directory);
      DirectoryLock lock = DirectoryLock.acquire(home, "s3.lock");
      try {
        return start(home, bucket, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep objects in " + directory + ": " + e, e);
    }
  }

  private static EmbeddedS3 start(Path home, String bucket, DirectoryLock lock) throws IOException {
    Path objects = Directories.createPrivate(home.resolve("s3-objects"));
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
              // The service has ended its work by then; idle connections need no grace.
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
      throw new IllegalStateException("The embedded S3 server did not stop in order", e);
    }
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public String region() {
    return REGION;
  }

  @Override
  public String bucket() {
    return bucket;
  }

  @Override
  public String accessKey() {
    return accessKey;
  }

  @Override
  public String secretKey() {
    return secretKey;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        stop(server);
      } finally {
        lock.close();
      }
    }
  }
}
