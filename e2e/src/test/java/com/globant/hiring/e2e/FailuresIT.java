package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services without their database or store, at their limits, or stopping. */
class FailuresIT {
  @Test
  void killedDatabaseLeavesTheTableUnchanged(@TempDir Path directory) throws Exception {
    try (KilledDatabase database = new KilledDatabase(directory.resolve("killed"));
        OwnService service =
            OwnService.start(directory.resolve("data"), database.address(), Map.of())) {
      HiringServer server = service.server();
      server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
      SlowLoad load = SlowLoad.begin(server, "departments").send("2,Legal\n".repeat(5000));

      database.kill();

      Answer answer = load.send("3,Finance\n".repeat(5000)).answer();
      answer.assertProblem(503, "database_unavailable");
      assertThat(answer.header("Retry-After")).isNotEmpty();
      server.load("departments", "2,Legal\n").assertProblem(503, "database_unavailable");
      server.get("/health/ready").assertProblem(503, "database_unavailable");
      server.get("/first_sql_requirement").assertProblem(503, "database_unavailable");

      database.restart();
      Eventually.until("ready again", () -> server.get("/health/ready").status() == 200);
      assertThat(service.sql().rows("SELECT id, department FROM departments"))
          .containsExactly("1|Sales");
      server.load("departments", "2,Legal\n").assertLoaded(1, 1, 0, 0, 0);
    }
  }

  @Test
  void unreachableStoreFailsOnlyWhatNeedsIt(@TempDir Path directory) throws Exception {
    Map<String, String> away =
        Map.of(
            "HIRING_STORAGE_BUCKET", "reports",
            "HIRING_STORAGE_REGION", "us-east-1",
            "HIRING_STORAGE_ENDPOINT", "http://127.0.0.1:1",
            "HIRING_STORAGE_ACCESS_KEY", "key",
            "HIRING_STORAGE_SECRET_KEY", "secret");
    try (OwnService service = OwnService.start(directory, away)) {
      HiringServer server = service.server();
      service.sql().empty();
      server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);

      server.load("departments", "2,Legal\nx,bad\n").assertProblem(503, "storage_unavailable");
      Answer report = server.get("/first_sql_requirement");

      report.assertProblem(503, "storage_unavailable");
      assertThat(report.header("Retry-After")).isNotEmpty();
      assertThat(service.sql().rows("SELECT id, department FROM departments"))
          .containsExactly("1|Sales");
      assertThat(server.get("/first_sql_requirement", "Accept", "text/csv").status())
          .isEqualTo(200);
      server.get("/health/ready").assertProblem(503, "storage_unavailable");
      server.load("departments", "3,Legal\n").assertLoaded(1, 1, 0, 0, 0);
    }
  }

  @Test
  void oneLoadTooManyGets429(@TempDir Path directory) throws Exception {
    Map<String, String> one = Map.of("HIRING_LIMITS_MAX_CONCURRENT_LOADS", "1");
    try (OwnService service = OwnService.start(directory, one)) {
      HiringServer server = service.server();
      SlowLoad load = SlowLoad.begin(server, "departments").send("2,Legal\n");

      Answer another = server.load("jobs", "1,a\n");

      another.assertProblem(429, "too_many_loads").assertDetailContains("1 loads");
      assertThat(another.header("Retry-After")).isNotEmpty();
      load.send("3,Finance\n").finish().assertLoaded(2, 2, 0, 0, 0);
      server.load("jobs", "1,a\n").assertLoaded(1, 1, 0, 0, 0);
    }
  }

  @Test
  void aTooLargeBodyGets413(@TempDir Path directory) throws Exception {
    Map<String, String> limit = Map.of("HIRING_LIMITS_MAX_BODY_BYTES", "1000");
    String large = "2,Legal\n".repeat(126);
    try (OwnService service = OwnService.start(directory, limit)) {
      HiringServer server = service.server();
      service.sql().empty();

      server.load("departments", large).assertProblem(413, "body_too_large");
      server.stream(
              "departments", () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))
          .assertProblem(413, "body_too_large")
          .assertDetailContains("1000 bytes");
      server
          .send(
              "PUT",
              server.loadPath("departments"),
              BodyPublishers.ofByteArray(SendingMode.gzip(large)),
              "Content-Encoding",
              "gzip")
          .assertProblem(413, "body_too_large");
      assertThat(service.sql().count("departments")).isZero();
    }
  }

  @Test
  void aStoppingServiceFinishesRunningLoadsAndRefusesNewOnes(@TempDir Path directory)
      throws Exception {
    OwnService service = OwnService.start(directory, Map.of());
    HiringServer server = service.server();
    service.sql().empty();
    SlowLoad load = SlowLoad.begin(server, "departments").send("2,Legal\n");

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(service::close);
    Eventually.until("draining", () -> server.get("/health/ready").status() == 503);

    Answer refused = server.load("jobs", "1,a\n");
    refused.assertProblem(503, "draining");
    assertThat(refused.header("Retry-After")).isNotEmpty();
    load.send("3,Finance\n").finish().assertLoaded(2, 2, 0, 0, 0);
    stopped.join();
  }
}
