package com.globant.hiring.embedded;

import com.globant.hiring.application.embedded.EmbeddedServers;
import java.nio.file.Path;

/**
 * MariaDB as a child process and S3Proxy inside this JVM, both on the loopback address only.
 *
 * <p>Everything a server needs later (its port, its credentials, its files) is kept in the
 * directory it was given, so that the next start finds the same server again. The two servers may
 * share one directory. What goes wrong is told by {@link IllegalStateException} in words for the
 * person at the keyboard, or by {@link java.io.UncheckedIOException}.
 */
public final class MariaDbAndS3Servers implements EmbeddedServers {

  @Override
  public EmbeddedDatabase startDatabase(Path directory) {
    return EmbeddedMariaDb.start(directory);
  }

  @Override
  public EmbeddedObjectStore startObjectStore(Path directory, String bucket) {
    return EmbeddedS3.start(directory, bucket);
  }
}
