package com.globant.hiring.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A running MariaDB server, which accepts connections from this machine only. Its programs, tables,
 * port and password are kept in its directory, so that the next start finds the same server again.
 * Safe for use by several threads.
 */
public final class EmbeddedMariaDb implements AutoCloseable {

  private static final int PORT_ATTEMPTS = 3;
  private static final String PORT_TAKEN = "Bind on TCP/IP port";

  private final DirectoryLock lock;
  private final MariaDbProcess process;
  private final int port;
  private final String password;

  private EmbeddedMariaDb(DirectoryLock lock, MariaDbProcess process, int port, String password) {
    this.lock = lock;
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts the server of a directory and returns when it accepts connections. Installs it there at
   * the first start.
   *
   * @throws IllegalStateException if the server cannot run here or another process uses the
   *     directory; the message says what to do
   * @throws UncheckedIOException if the directory cannot be used
   */
  public static EmbeddedMariaDb start(Path directory) {
    try {
      DirectoryLock lock = DirectoryLock.acquire(directory);
      try {
        return start(lock.directory(), lock);
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
        if (attempt == PORT_ATTEMPTS || !process.hasPrinted(PORT_TAKEN)) {
          throw e;
        }
        port = LoopbackPorts.choose(0);
      }
    }
  }

  public String host() {
    return LoopbackPorts.HOST;
  }

  public int port() {
    return port;
  }

  public String user() {
    return MariaDbInstallation.USER;
  }

  public String password() {
    return password;
  }

  /** Stops the server and returns when its files are closed; further calls do nothing. */
  @Override
  public void close() {
    try (lock) {
      process.stop();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlock " + lock.directory(), e);
    }
  }
}
