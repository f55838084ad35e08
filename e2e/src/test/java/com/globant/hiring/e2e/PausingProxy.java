package com.globant.hiring.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a service, and holds an upload of more than a megabyte or the answer
 * to it back for as long as a test needs. Shorter requests pass.
 */
final class PausingProxy implements AutoCloseable {
  /** What is held back. */
  enum Held {
    UPLOAD,
    ANSWER
  }

  private static final long BYTES = 1 << 20;

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final URI service;
  private final Held held;
  private final CountDownLatch paused = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  PausingProxy(URI service, Held held) throws IOException {
    this.service = service;
    this.held = held;
    start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Returns when something is held back. */
  void awaitPause() throws InterruptedException {
    paused.await();
  }

  /** Lets everything pass from now on. */
  void release() {
    released.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        start(() -> connect(client));
      }
    } catch (IOException closed) {
      // By the test.
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket upstream = new Socket(service.getHost(), service.getPort())) {
      AtomicLong sent = new AtomicLong();
      Thread answers =
          start(() -> copy(upstream, client, new AtomicLong(), held == Held.ANSWER ? sent : null));
      copy(client, upstream, sent, held == Held.UPLOAD ? sent : null);
      answers.join();
    } catch (IOException | InterruptedException refused) {
      // The client then loses its connection.
    }
  }

  /**
   * @param copied counts the bytes
   * @param sent bytes of the upload, which decide whether it pauses; null if it does not
   */
  private void copy(Socket from, Socket to, AtomicLong copied, @Nullable AtomicLong sent) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        copied.addAndGet(read);
        if (sent != null && sent.get() > BYTES) {
          paused.countDown();
          released.await();
        }
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException lost) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // Nothing is left to do.
    }
  }

  private static Thread start(Runnable task) {
    Thread thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    released.countDown();
    server.close();
  }
}
