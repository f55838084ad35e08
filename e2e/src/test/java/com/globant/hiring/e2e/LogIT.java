package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The log of a service whose standard error is a file. */
@ExtendWith(ServiceUnderTest.class)
@SuppressWarnings("NullAway.Init") // by start
class LogIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOAD_ENDED = "load ended";
  private static final String ANSWERED = "request answered";

  private static ForkedService service;
  private static HiringServer server;
  private static Path file;

  @BeforeAll
  static void start(ServiceUnderTest.Backends backends, @TempDir Path directory)
      throws IOException {
    service = ForkedService.start(directory, backends.environment());
    server = service.server();
    file = directory.resolve("service.log");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void loadsAndRequestsAreJsonWithTheirIds(Sql sql) throws Exception {
    sql.empty();
    try {
      Answer loaded = put("loading", "1,Zebrafish\nx,Okapi\n2,\n");
      Answer refused = put("refused", "x,Okapi\n");
      server.get("/health/live?token=Okapi", "X-Request-Id", "living");
      Eventually.until("the last request", () -> lines(ANSWERED).containsKey("living"));

      JsonNode load = line(LOAD_ENDED, "loading");
      assertThat(load.get("load_id")).isEqualTo(loaded.json().get("load_id"));
      assertThat(load.get("outcome").asText()).isEqualTo("committed");
      assertThat(load.get("table").asText()).isEqualTo("departments");
      assertThat(load.get("read").asInt()).isEqualTo(3);
      assertThat(load.get("inserted").asInt()).isEqualTo(2);
      assertThat(load.get("rejected").asInt()).isEqualTo(1);
      assertThat(load.get("incomplete").asInt()).isEqualTo(1);
      assertThat(load.get("bytes")).isEqualTo(loaded.json().get("bytes"));
      JsonNode refusal = line(LOAD_ENDED, "refused");
      assertThat(refusal.get("load_id")).isEqualTo(refused.json().get("load_id"));
      assertThat(refusal.get("outcome").asText()).isEqualTo("no_rows_accepted");
      assertThat(refusal.get("rejected").asInt()).isEqualTo(1);
      assertThat(refusal.get("bytes").asInt()).isEqualTo(8);
      JsonNode request = line(ANSWERED, "loading");
      assertThat(request.get("method").asText()).isEqualTo("PUT");
      assertThat(request.get("path").asText()).isEqualTo("/db_migration");
      assertThat(request.get("status").asInt()).isEqualTo(200);
      assertThat(request.get("bytes").asText()).isEqualTo(loaded.header("Content-Length"));
      assertThat(request.get("received_bytes").asInt()).isEqualTo(23);
      assertThat(request.get("duration_ms").isNumber()).isTrue();
      assertThat(lines(ANSWERED)).containsKey("refused");
      assertThat(Files.readString(file)).doesNotContain("Zebrafish", "Okapi");
    } finally {
      sql.empty();
    }
  }

  @Test
  void aDisconnectIsLoggedWithItsLoad() throws Exception {
    try (RawRequest request = new RawRequest(server.base())) {
      request.send(
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: left\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"
              .formatted(server.loadPath("departments")));
      assertThat(request.status()).contains("100");
      request.send("1,Sales\n");
    }
    Eventually.until("the load in the log", () -> lines("load undone").containsKey("left"));
    Eventually.until(
        "the request in the log", () -> lines("request left by its client").containsKey("left"));

    JsonNode undone = line("load undone", "left");
    assertThat(undone.get("outcome").asText()).isEqualTo("interrupted");
    assertThat(undone.get("load_id").asText()).hasSize(36);
    assertThat(line("request left by its client", "left").has("status")).isFalse();
  }

  private static Answer put(String requestId, String csv) {
    return server.send(
        "PUT",
        server.loadPath("departments"),
        BodyPublishers.ofString(csv),
        "X-Request-Id",
        requestId);
  }

  private static JsonNode line(String message, String requestId) {
    return Objects.requireNonNull(lines(message).get(requestId), requestId);
  }

  /** The lines of a message by their request; all lines must be JSON. */
  private static Map<String, JsonNode> lines(String message) {
    Map<String, JsonNode> found = new TreeMap<>();
    try {
      List<String> whole =
          Files.readString(file).lines().filter(line -> line.endsWith("}")).toList();
      for (String line : whole) {
        JsonNode event = JSON.readTree(line);
        if (event.get("message").asText().equals(message)) {
          found.put(event.get("request_id").asText(), event);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
