package com.globant.hiring.secrets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * As much of Secrets Manager as the service uses: {@code GetSecretValue} by name, in AWS JSON 1.1.
 * Signatures are not checked, but must be there.
 */
public final class SecretsStandIn implements AutoCloseable {
  private static final String TARGET = "secretsmanager.GetSecretValue";

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final AtomicInteger readings = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private volatile @Nullable Failure failure;
  private volatile CountDownLatch leaveToAnswer = new CountDownLatch(0);

  private record Failure(int status, String code) {}

  public SecretsStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Gives a secret its text, or another one. */
  public void put(String name, String text) {
    answers.put(name, "\"SecretString\": " + quoted(text));
  }

  /** Gives a secret bytes in place of a text. */
  void putBytes(String name, String base64) {
    answers.put(name, "\"SecretBinary\": " + quoted(base64));
  }

  /** Fails every reading from now on, until {@link #recover}. */
  void fail(int status, String code) {
    failure = new Failure(status, code);
  }

  void recover() {
    failure = null;
  }

  /** Answers nothing from now on, until the latch opens. */
  CountDownLatch hold() {
    leaveToAnswer = new CountDownLatch(1);
    return leaveToAnswer;
  }

  /** Requests so far. */
  int readings() {
    return readings.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    readings.incrementAndGet();
    String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    awaitLeave();
    Failure failing = failure;
    if (failing != null) {
      send(exchange, failing.status(), error(failing.code()));
    } else if (!TARGET.equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
      send(exchange, 400, error("InvalidAction"));
    } else if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
      send(exchange, 400, error("MissingAuthenticationTokenException"));
    } else {
      String name = JsonNode.parser().parse(request).field("SecretId").orElseThrow().asString();
      String answer = answers.get(name);
      if (answer == null) {
        send(exchange, 400, error("ResourceNotFoundException"));
      } else {
        send(exchange, 200, "{\"Name\": %s, %s}".formatted(quoted(name), answer));
      }
    }
  }

  private void awaitLeave() {
    try {
      leaveToAnswer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String error(String code) {
    return "{\"__type\": \"%s\", \"message\": \"as the test wants it\"}".formatted(code);
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c < ' ' || c == '"' || c == '\\') {
                json.append("\\u%04x".formatted(c));
              } else {
                json.append((char) c);
              }
            });
    return json.append('"').toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
