package com.globant.hiring.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.globant.hiring.domain.table.Catalog;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The server on a port of its own, over in-memory ports, with clients for it. */
public final class RunningApi implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Vertx vertx = Vertx.vertx();
  private final InMemoryHiring hiring;
  private final Queue<String> parserRefusals = new ConcurrentLinkedQueue<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpAdapter adapter;

  public RunningApi(String address, HttpSettings.Access access, List<String> origins) {
    this(address, access, origins, new InMemoryHiring());
  }

  private RunningApi(
      String address, HttpSettings.Access access, List<String> origins, InMemoryHiring hiring) {
    this.hiring = hiring;
    adapter =
        HttpAdapter.listen(
                vertx,
                new TestSettings().address(address).access(access).origins(origins).build(),
                hiring.useCases(),
                List.of(),
                () -> "loads 1\n",
                parserRefusals::add)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  /** A server without dependencies and metrics, for tests with their own Vert.x or use cases. */
  static HttpAdapter listen(Vertx vertx, TestSettings settings, HttpAdapter.UseCases useCases) {
    return HttpAdapter.listen(vertx, settings.build(), useCases, List.of(), () -> "", code -> {})
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** On 127.0.0.1, without authentication. */
  public static RunningApi anonymous(String... origins) {
    return new RunningApi("127.0.0.1", new HttpSettings.Anonymous(), List.of(origins));
  }

  /** On 127.0.0.1, without authentication, with these tables. */
  static RunningApi of(Catalog catalog) {
    return new RunningApi(
        "127.0.0.1", new HttpSettings.Anonymous(), List.of(), new InMemoryHiring(catalog));
  }

  public InMemoryHiring hiring() {
    return hiring;
  }

  /** The codes of what the parser refused so far. */
  Queue<String> parserRefusals() {
    return parserRefusals;
  }

  int port() {
    return adapter.port();
  }

  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(
                method,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends bytes as they are; gives all that is answered until the connection ends. */
  public String exchange(String... pieces) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      OutputStream out = socket.getOutputStream();
      for (String piece : pieces) {
        out.write(piece.getBytes(UTF_8));
        out.flush();
      }
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Override
  public void close() {
    adapter.close().toCompletionStage().toCompletableFuture().join();
    hiring.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
