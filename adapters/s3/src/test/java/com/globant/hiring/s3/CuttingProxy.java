package com.globant.hiring.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Passes bytes between clients and a server, and breaks some connections while it answers. */
final class CuttingProxy implements AutoCloseable {
  private final URI server;
  private final ServerSocket socket;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger cutsToCome = new AtomicInteger();
  private volatile long cutAfter = Long.MAX_VALUE;

  CuttingProxy(URI server) throws IOException {
    this.server = server;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  /** The address that signatures are for is the one that the client sees. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Breaks the next connections, each after it has answered so many bytes. */
  void cutAfter(long bytes, int connections) {
    cutAfter = bytes;
    cutsToCome.set(connections);
  }

  int cuts() {
    return cuts.get();
  }

  long bytesAnswered() {
    return answered.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        Socket store = new Socket(server.getHost(), server.getPort());
        start(() -> pass(client, store, false));
        start(() -> pass(store, client, true));
      } catch (IOException closed) {
        // The next turn sees whether it was the proxy.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[8192];
    long passed = 0;
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        passed += count;
        if (answers) {
          answered.addAndGet(count);
          if (passed > cutAfter && cutsToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            cuts.incrementAndGet();
            return;
          }
        }
      }
    } catch (IOException broken) {
      // So is the other direction.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
