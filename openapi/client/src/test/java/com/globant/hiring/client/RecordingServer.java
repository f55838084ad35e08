package com.globant.hiring.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A server that answers what it is told to and remembers the last request, of its body the start
 * and the size. Calls must not overlap.
 */
final class RecordingServer implements AutoCloseable {
  private final HttpServer server;
  private volatile Answer answer = new Answer(500, "text/plain", "no answer set");
  private volatile @Nullable Recorded recorded;

  private record Answer(int status, String type, String body) {}

  private record Recorded(HttpExchange exchange, String bodyStart, long bodySize) {}

  private RecordingServer(HttpServer server) {
    this.server = server;
  }

  static RecordingServer start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    RecordingServer recording = new RecordingServer(server);
    server.createContext("/", recording::handle);
    server.start();
    return recording;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void answer(int status, String type, String body) {
    answer = new Answer(status, type, body);
  }

  /** The method and target of the last request, such as {@code GET /path?query}. */
  String request() {
    HttpExchange exchange = last().exchange();
    return exchange.getRequestMethod() + " " + exchange.getRequestURI();
  }

  @Nullable String header(String name) {
    return last().exchange().getRequestHeaders().getFirst(name);
  }

  String bodyStart() {
    return last().bodyStart();
  }

  long bodySize() {
    return last().bodySize();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private Recorded last() {
    Recorded last = recorded;
    if (last == null) {
      throw new IllegalStateException("no request yet");
    }
    return last;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream in = exchange.getRequestBody()) {
      byte[] start = in.readNBytes(1024);
      long size = start.length;
      byte[] chunk = new byte[64 * 1024];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        size += n;
      }
      recorded = new Recorded(exchange, new String(start, StandardCharsets.UTF_8), size);
      Answer said = answer;
      byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", said.type());
      exchange.sendResponseHeaders(said.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
