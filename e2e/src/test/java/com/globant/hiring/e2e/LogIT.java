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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The log of a service whose standard error is a file. */
@ExtendWith(ServiceUnderTest.class)
class LogIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOAD_ENDED = "load ended";
  private static final String ANSWERED = "request answered";

  private final Sql sql;
  private final ServiceUnderTest.Backends backends;

  LogIT(Sql sql, ServiceUnderTest.Backends backends) {
    this.sql = sql;
    this.backends = backends;
  }

  @Test
  void loadsAndRequestsAreJsonWithTheirIds(@TempDir Path directory) throws Exception {
    sql.empty();
    Path file = directory.resolve("service.log");
    try (ForkedService service = ForkedService.start(directory, backends.environment())) {
      Answer loaded = put(service, "loading", "1,Zebrafish\nx,Okapi\n2,\n");
      Answer refused = put(service, "refused", "x,Okapi\n");
      service.server().get("/health/live?token=Okapi", "X-Request-Id", "living");
      Eventually.until("three requests in the log", () -> lines(file, ANSWERED).size() == 3);

      JsonNode load = line(file, LOAD_ENDED, "loading");
      assertThat(load.get("load_id")).isEqualTo(loaded.json().get("load_id"));
      assertThat(load.get("outcome").asText()).isEqualTo("committed");
      assertThat(load.get("table").asText()).isEqualTo("departments");
      assertThat(load.get("read").asInt()).isEqualTo(3);
      assertThat(load.get("inserted").asInt()).isEqualTo(2);
      assertThat(load.get("rejected").asInt()).isEqualTo(1);
      assertThat(load.get("incomplete").asInt()).isEqualTo(1);
      assertThat(load.get("bytes")).isEqualTo(loaded.json().get("bytes"));
      JsonNode refusal = line(file, LOAD_ENDED, "refused");
      assertThat(refusal.get("load_id")).isEqualTo(refused.json().get("load_id"));
      assertThat(refusal.get("outcome").asText()).isEqualTo("no_rows_accepted");
      assertThat(refusal.get("rejected").asInt()).isEqualTo(1);
      assertThat(refusal.get("bytes").asInt()).isEqualTo(8);
      JsonNode request = line(file, ANSWERED, "loading");
      assertThat(request.get("method").asText()).isEqualTo("PUT");
      assertThat(request.get("path").asText()).isEqualTo("/db_migration");
      assertThat(request.get("status").asInt()).isEqualTo(200);
      assertThat(request.get("bytes").asText()).isEqualTo(loaded.header("Content-Length"));
      assertThat(request.get("received_bytes").asInt()).isEqualTo(23);
      assertThat(request.get("duration_ms").isNumber()).isTrue();
      assertThat(lines(file, ANSWERED)).containsKeys("living", "refused");
      assertThat(Files.readString(file)).doesNotContain("Zebrafish", "Okapi");
    } finally {
      sql.empty();
    }
  }

  @Test
  void aDisconnectIsLoggedWithItsLoad(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("service.log");
    try (ForkedService service = ForkedService.start(directory, backends.environment())) {
      HiringServer server = service.server();
      try (RawRequest request = new RawRequest(server.base())) {
        request.send(
            "PUT %s HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: left\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"
                .formatted(server.loadPath("departments")));
        assertThat(request.status()).contains("100");
        request.send("1,Sales\n");
      }
      Eventually.until("the load in the log", () -> lines(file, "load undone").size() == 1);
      Eventually.until(
          "the request in the log", () -> lines(file, "request left by its client").size() == 1);

      JsonNode undone = line(file, "load undone", "left");
      assertThat(undone.get("outcome").asText()).isEqualTo("interrupted");
      assertThat(undone.get("load_id").asText()).hasSize(36);
      assertThat(line(file, "request left by its client", "left").has("status")).isFalse();
    }
  }

  private static Answer put(ForkedService service, String requestId, String csv) {
    HiringServer server = service.server();
    return server.send(
        "PUT",
        server.loadPath("departments"),
        BodyPublishers.ofString(csv),
        "X-Request-Id",
        requestId);
  }

  private static JsonNode line(Path file, String message, String requestId) {
    return Objects.requireNonNull(lines(file, message).get(requestId), requestId);
  }

  /** The lines of a message by their request; all lines must be JSON. */
  private static Map<String, JsonNode> lines(Path file, String message) {
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
