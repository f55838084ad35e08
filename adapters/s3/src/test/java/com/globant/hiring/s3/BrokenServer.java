package com.globant.hiring.s3;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads the head of each request, sends a given answer, and closes the connection. */
final class BrokenServer implements AutoCloseable {
  private final AtomicInteger requests = new AtomicInteger();
  private final ServerSocket socket;
  private final Thread thread;
  private final byte[] answer;

  BrokenServer(byte[] answer) throws IOException {
    this.answer = answer;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.thread = new Thread(this::serve, "broken-server");
    this.thread.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  int requests() {
    return requests.get();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        readHead(connection.getInputStream());
        requests.incrementAndGet();
        connection.getOutputStream().write(answer);
      } catch (IOException closed) {
        // The next turn sees whether it was the server.
      }
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int lineEnds = 0;
    while (lineEnds < 4) {
      int read = in.read();
      if (read < 0) {
        return;
      }
      lineEnds = read == '\r' || read == '\n' ? lineEnds + 1 : 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
