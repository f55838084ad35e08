package com.globant.hiring.embedded;

import com.globant.hiring.application.embedded.EmbeddedServers.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running database server with the directory it owns. Safe for use by several threads. */
final class EmbeddedMariaDb implements EmbeddedDatabase {

  private static final int PORT_ATTEMPTS = 3;
  private static final String PORT_TAKEN = "Bind on TCP/IP port";

  private final DirectoryLock lock;
  private final MariaDbProcess process;
  private final int port;
  private final String password;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedMariaDb(DirectoryLock lock, MariaDbProcess process, int port, String password) {
    this.lock = lock;
    this.process = process;
    this.port = port;
    this.password = password;
  }

  static EmbeddedMariaDb start(Path directory) {
    try {
      Path home = Directories.create(directory);
      DirectoryLock lock = DirectoryLock.acquire(home, "mariadb.lock");
      try {
        return start(home, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep a database in " + directory + ": " + e, e);
    }
  }

  private static EmbeddedMariaDb start(Path home, DirectoryLock lock) throws IOException {
    MariaDbInstallation installation = MariaDbInstallation.prepare(home);
    int port = LoopbackPorts.choose(installation.port());
    for (int attempt = 1; ; attempt++) {
      MariaDbProcess process = installation.serve(port);
      try {
        process.awaitReady();
        return new EmbeddedMariaDb(lock, process, port, installation.password());
      } catch (IllegalStateException e) {
        process.stop();
        if (attempt == PORT_ATTEMPTS || !process.said(PORT_TAKEN)) {
          throw e;
        }
        port = LoopbackPorts.choose(0);
      }
    }
  }

  @Override
  public String host() {
    return LoopbackPorts.HOST;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String user() {
    return MariaDbInstallation.USER;
  }

  @Override
  public String password() {
    return password;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        process.stop();
      } finally {
        lock.close();
      }
    }
  }
}
