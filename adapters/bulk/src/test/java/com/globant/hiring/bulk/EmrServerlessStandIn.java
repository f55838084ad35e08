package com.globant.hiring.bulk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * As much of EMR Serverless as the engine uses: start, read and cancel job runs of one application,
 * in AWS REST JSON. A token gives the same run again, and fails with other parameters. Signatures
 * are not checked, but must be there.
 */
final class EmrServerlessStandIn implements AutoCloseable {
  static final String APPLICATION = "00fexample";
  private static final String RUNS = "/applications/" + APPLICATION + "/jobruns";

  private final Map<String, Run> runs = new ConcurrentHashMap<>();
  private final Map<String, String> runOfToken = new ConcurrentHashMap<>();
  private final List<JsonNode> started = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile @Nullable Failure failure;

  private record Run(String parameters, String state, String more) {}

  private record Failure(int status, String code, int times) {}

  EmrServerlessStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The bodies of the requests that started runs. */
  List<JsonNode> started() {
    return new ArrayList<>(started);
  }

  /**
   * Gives a run a state.
   *
   * @param more further members, each with a comma before it
   */
  void state(String run, String state, String more) {
    runs.computeIfPresent(run, (id, known) -> new Run(known.parameters(), state, more));
  }

  String state(String run) {
    return String.valueOf(runs.get(run));
  }

  /** Fails the next requests. */
  void fail(int status, String code, int times) {
    failure = new Failure(status, code, times);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    Failure failing = failure;
    if (failing != null && failing.times() > 0) {
      failure = new Failure(failing.status(), failing.code(), failing.times() - 1);
      refuse(exchange, failing.status(), failing.code());
    } else if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
      refuse(exchange, 403, "MissingAuthenticationTokenException");
    } else if (exchange.getRequestMethod().equals("POST") && path.equals(RUNS)) {
      start(exchange, JsonNode.parser().parse(body));
    } else if (path.startsWith(RUNS + "/") && runs.containsKey(path.substring(RUNS.length() + 1))) {
      one(exchange, path.substring(RUNS.length() + 1));
    } else {
      refuse(exchange, 404, "ResourceNotFoundException");
    }
  }

  private void start(HttpExchange exchange, JsonNode request) throws IOException {
    String token = request.field("clientToken").orElseThrow().asString();
    String parameters = String.valueOf(request.field("jobDriver"));
    String run = runOfToken.computeIfAbsent(token, made -> "00r" + (runs.size() + 1));
    Run known = runs.get(run);
    if (known != null && !known.parameters().equals(parameters)) {
      refuse(exchange, 409, "ConflictException");
      return;
    }
    if (known == null) {
      runs.put(run, new Run(parameters, "SUBMITTED", ""));
      started.add(request);
    }
    send(
        exchange,
        200,
        "{\"applicationId\": \"%s\", \"jobRunId\": \"%s\", \"arn\": \"arn:run\"}"
            .formatted(APPLICATION, run));
  }

  private void one(HttpExchange exchange, String id) throws IOException {
    Run run = runs.get(id);
    if (run == null) {
      refuse(exchange, 404, "ResourceNotFoundException");
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      if (List.of("SUCCESS", "FAILED", "CANCELLED").contains(run.state())) {
        refuse(exchange, 409, "ConflictException");
        return;
      }
      state(id, "CANCELLING", "");
      send(
          exchange,
          200,
          "{\"applicationId\": \"%s\", \"jobRunId\": \"%s\"}".formatted(APPLICATION, id));
    } else {
      send(
          exchange,
          200,
          "{\"jobRun\": {\"applicationId\": \"%s\", \"jobRunId\": \"%s\", \"state\": \"%s\"%s}}"
              .formatted(APPLICATION, id, run.state(), run.more()));
    }
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().add("x-amzn-ErrorType", code);
    send(exchange, status, "{\"message\": \"as the test wants it\"}");
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
