package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.Loads;
import com.globant.hiring.http.answer.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server with in-memory ports, and what the tests of loads send to it. */
@ExtendWith(VertxExtension.class)
abstract class LoadsFixture {
  static final String DEPARTMENTS = "/db_migration?schema=hiring&table=departments";

  final InMemoryHiring hiring = new InMemoryHiring();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @SuppressWarnings("NullAway.Init") // by listen
  HttpAdapter adapter;

  @BeforeEach
  void listen(Vertx vertx) {
    adapter = RunningApi.listen(vertx, new TestSettings().maxBytes(1000), hiring.useCases());
  }

  @AfterEach
  void stop() {
    adapter.close().toCompletionStage().toCompletableFuture().join();
    hiring.close();
    assertThat(hiring.tables().underWay()).isZero();
  }

  /** Waits for a load to run, and gives its id. */
  String runningId() {
    Loads.eventually(() -> assertThat(loads(getNow("/loads?status=running"))).isNotEmpty());
    return loads(getNow("/loads?status=running")).get(0).getString("load_id");
  }

  static List<JsonObject> loads(HttpResponse<String> page) {
    JsonArray loads = json(page).getJsonArray("loads");
    return loads.stream().map(JsonObject.class::cast).toList();
  }

  static String id(HttpResponse<String> answer) {
    return json(answer).getString("load_id");
  }

  static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }

  static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
    JsonObject problem = json(answer);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).isNotBlank();
    assertThat(problem.getString("title")).isNotBlank();
    assertThat(problem.getString("type")).isEqualTo("urn:hiring:problem:" + code);
    assertThat(answer.headers().firstValue("X-Request-Id"))
        .contains(problem.getString("request_id"));
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  /** As {@link #get}, where nothing may be thrown. */
  HttpResponse<String> getNow(String path) {
    return client
        .sendAsync(request("GET", path, BodyPublishers.noBody()), BodyHandlers.ofString())
        .join();
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    BodyPublisher publisher =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    return send(method, path, publisher, headers);
  }

  HttpResponse<String> send(String method, String path, BodyPublisher body, String... headers)
      throws Exception {
    return client.send(request(method, path, body, headers), BodyHandlers.ofString());
  }

  HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adapter.port() + path))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }
}
