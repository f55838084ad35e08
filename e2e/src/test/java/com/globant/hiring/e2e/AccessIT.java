package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.http.ApiKey;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do, with API keys. */
@SuppressWarnings("NullAway.Init") // by the method that starts the service
class AccessIT {
  private static final ApiKey LOADER = ApiKey.create("nightly", "loader");
  private static final ApiKey READER = ApiKey.create("reports", "reader");
  private static final List<String> REPORTS =
      List.of("/first_sql_requirement", "/second_sql_requirement");

  @TempDir private static Path directory;
  private static Path file;
  private static OwnService service;
  private static HiringServer server;

  @BeforeAll
  static void start() throws IOException {
    file = directory.resolve("keys.yaml");
    service =
        OwnService.start(directory.resolve("data"), ServiceVariables.keysIn(file, LOADER, READER));
    server = service.server();
    service.sql().empty();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aLoaderMayDoEverything() {
    load(LOADER.key()).assertLoaded(1, 1, 0, 0, 0);
    for (String report : REPORTS) {
      assertThat(server.get(report, "X-Api-Key", LOADER.key()).status()).isEqualTo(200);
    }
  }

  @Test
  void aReaderMayOnlyRead() {
    for (String report : REPORTS) {
      assertThat(server.get(report, "X-Api-Key", READER.key()).status()).isEqualTo(200);
    }

    Answer refused = load(READER.key());

    refused.assertProblem(403, "forbidden").assertDetailContains("reports", "loader");
  }

  @Test
  void aReaderMayFollowLoadsButNotCancelThem() {
    String load = "/loads/" + load(LOADER.key()).json().get("load_id").asText();

    assertThat(server.get(load, "X-Api-Key", READER.key()).json().get("client").asText())
        .isEqualTo("nightly");
    assertThat(server.get("/loads", "X-Api-Key", READER.key()).status()).isEqualTo(200);
    assertThat(server.get(load + "/events", "X-Api-Key", READER.key()).status()).isEqualTo(200);
    server.get(load + "/rejects", "X-Api-Key", READER.key()).assertProblem(404, "no_rejects");
    cancel(load, READER.key()).assertProblem(403, "forbidden");
    cancel(load, LOADER.key()).assertProblem(409, "load_ended");
    server.get(load).assertProblem(401, "unauthorized");
  }

  private static Answer cancel(String load, String key) {
    return server.send("DELETE", load, BodyPublishers.noBody(), "X-Api-Key", key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nightly", "nightly.wrong", "nobody.x"})
  void anUnknownKeyIsRefusedAndNotShown(String key) {
    Answer refused = load(key);

    refused.assertProblem(401, "unauthorized");
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"hiring\"");
    if (key.contains(".")) {
      assertThat(refused.text()).doesNotContain(key);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/db_migration?schema=hiring&table=jobs",
    "PUT,/db_migration?table=nonsense&x=y",
    "GET,/first_sql_requirement?year=x",
    "GET,/second_sql_requirement"
  })
  void withoutAKeyEveryOperationIs401(String method, String path) {
    Answer refused = server.send(method, path, BodyPublishers.noBody());

    refused.assertProblem(401, "unauthorized").assertDetailContains("X-Api-Key");
    assertThat(refused.header("WWW-Authenticate")).startsWith("ApiKey");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready", "/openapi.yaml", "/docs/"})
  void healthAndTheContractAreOpen(String path) {
    assertThat(server.get(path).status()).isEqualTo(200);
  }

  @Test
  void expectContinueGetsTheRefusalBeforeTheBody() throws IOException {
    try (RawRequest request = new RawRequest(server.base())) {
      request.send(
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: %s\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n"
              .formatted(server.loadPath("departments"), READER.key()));
      assertThat(request.status()).startsWith("HTTP/1.1 403");
    }
    try (RawRequest request = new RawRequest(server.base())) {
      request.send(
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: %s\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n"
              .formatted(server.loadPath("departments"), LOADER.key()));
      assertThat(request.status()).isEqualTo("HTTP/1.1 100 Continue");
      request.send("1,Sales\n");
      assertThat(request.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void keysChangeWithoutARestart() throws IOException {
    ApiKey late = ApiKey.create("late", "reader");
    assertThat(report(late)).isEqualTo(401);

    ServiceVariables.keysIn(file, LOADER, READER, late);
    Eventually.until("the new key is known", () -> report(late) == 200);

    Files.writeString(file, "- {name: broken");
    ServiceVariables.keysIn(file, LOADER, READER);
    Eventually.until("the old key is gone", () -> report(late) == 401);
    assertThat(report(READER)).isEqualTo(200);
  }

  @Test
  void anUnusableKeyFileStopsTheStart(@TempDir Path other) {
    Map<String, String> missing =
        Map.of(
            "HIRING_AUTH_MODE",
            "api-key",
            "HIRING_AUTH_API_KEYS_FILE",
            other.resolve("none.yaml").toString());

    assertThatThrownBy(() -> OwnService.start(other, missing).close())
        .hasMessageContaining("auth.api_keys_file")
        .hasMessageContaining("none.yaml");
  }

  private static int report(ApiKey key) {
    return server.get(REPORTS.get(0), "X-Api-Key", key.key()).status();
  }

  private static Answer load(String key) {
    return server.send(
        "PUT",
        server.loadPath("departments"),
        BodyPublishers.ofString("1,Sales\n"),
        "X-Api-Key",
        key);
  }
}
