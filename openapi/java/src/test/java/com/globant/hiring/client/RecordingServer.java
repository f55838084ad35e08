package com.globant.hiring.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A server that gives prepared answers, one after the other and the last for all further requests,
 * and remembers the requests, of their bodies the start and the size.
 */
final class RecordingServer implements AutoCloseable {
  private final HttpServer server;
  private final Deque<Answer> answers = new ConcurrentLinkedDeque<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /**
   * @param status 0 to close the connection without an answer
   */
  private record Answer(int status, String type, String body, List<String> headers) {}

  /** A request that was received. */
  record Request(HttpExchange exchange, String bodyStart, long bodySize) {
    /** The method and target, such as {@code GET /path?query}. */
    String line() {
      return exchange.getRequestMethod() + " " + exchange.getRequestURI();
    }

    @Nullable String header(String name) {
      return exchange.getRequestHeaders().getFirst(name);
    }
  }

  RecordingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  RecordingServer answer(int status, String type, String body, String... headers) {
    answers.add(new Answer(status, type, body, List.of(headers)));
    return this;
  }

  List<Request> requests() {
    return requests;
  }

  Request last() {
    return requests.get(requests.size() - 1);
  }

  @Override
  public void close() {
    server.stop(0);
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
      requests.add(new Request(exchange, new String(start, StandardCharsets.UTF_8), size));
      Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
      if (answer.status() == 0) {
        return;
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      for (int i = 0; i < answer.headers().size(); i += 2) {
        exchange.getResponseHeaders().set(answer.headers().get(i), answer.headers().get(i + 1));
      }
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
