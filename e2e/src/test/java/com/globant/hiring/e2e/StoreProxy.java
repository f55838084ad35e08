package com.globant.hiring.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Passes bytes between a service and its S3 server. It can break connections in the middle of
 * answers, and hold back answers to requests for a certain object.
 */
final class StoreProxy implements AutoCloseable {
  private final URI server;
  private final ServerSocket socket;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicInteger cutsToCome = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile long cutEvery = Long.MAX_VALUE;
  private volatile Hold hold = new Hold("");

  /**
   * Requests that are held back.
   *
   * @param key what their keys contain; empty for none
   */
  private record Hold(String key, CountDownLatch held, CountDownLatch released) {
    Hold(String key) {
      this(key, new CountDownLatch(1), new CountDownLatch(1));
    }
  }

  StoreProxy(URI server) throws IOException {
    this.server = server;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "store-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Breaks so many connections, one whenever so many further bytes were answered. */
  void cut(long everyBytes, int connections) {
    answered.set(0);
    cutEvery = everyBytes;
    cutsToCome.set(connections);
  }

  int cuts() {
    return cuts.get();
  }

  /** Holds back all GET requests for keys that contain this, until {@link #release}. */
  void hold(String key) {
    release();
    hold = new Hold(key);
  }

  /** Waits until a request is held back. */
  void awaitHeld() {
    try {
      if (!hold.held().await(5, TimeUnit.MINUTES)) {
        throw new AssertionError("no request was held back");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  void release() {
    hold.released().countDown();
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
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (!answers) {
          holdBack(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
        out.write(buffer, 0, count);
        if (answers && mustCut(count)) {
          cuts.incrementAndGet();
          return;
        }
      }
    } catch (IOException broken) {
      // So is the other direction.
    }
  }

  private void holdBack(String request) {
    Hold present = hold;
    if (!present.key().isEmpty()
        && request.startsWith("GET")
        && request.lines().findFirst().orElse("").contains(present.key())) {
      present.held().countDown();
      try {
        present.released().await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean mustCut(int count) {
    long before = answered.getAndAdd(count);
    return before / cutEvery != (before + count) / cutEvery
        && cutsToCome.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  @Override
  public void close() throws IOException {
    release();
    socket.close();
  }
}
