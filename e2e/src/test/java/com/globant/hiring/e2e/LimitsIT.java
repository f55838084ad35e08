package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow clients, decompression bombs, and limits on loads and refused rows. */
@SuppressWarnings("NullAway.Init") // by the method that starts the service
class LimitsIT {
  private static final Pattern UUID_IN_NAME = Pattern.compile("[0-9a-f-]{36}");

  private static OwnService limited;
  private static HiringServer server;
  private static Sql sql;

  @BeforeAll
  static void start(@TempDir Path directory) {
    limited =
        OwnService.start(
            directory,
            Map.of(
                // Longer than a busy machine takes for loads that must succeed.
                "HIRING_LIMITS_LOAD_SECONDS", "10",
                "HIRING_LIMITS_MAX_LOADS_PER_CALLER", "1",
                "HIRING_LIMITS_MAX_REJECTS_BYTES", "2000"));
    server = limited.server();
    sql = limited.sql();
  }

  @AfterAll
  static void stop() {
    limited.close();
  }

  @BeforeEach
  void emptyTables() {
    sql.empty();
  }

  @Test
  void anIdleBodyGets408AndIsRolledBack(@TempDir Path directory) throws Exception {
    try (OwnService service =
        OwnService.start(directory, Map.of("HIRING_LIMITS_IDLE_SECONDS", "2"))) {
      HiringServer impatient = service.server();
      impatient.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);

      Answer answer = SlowLoad.begin(impatient, "departments").send("2,Legal\n").answer();

      answer.assertProblem(408, "idle_body").assertDetailContains("2 s", "limits.idle_seconds");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(service.sql().rows("SELECT id, department FROM departments"))
          .containsExactly("1|Sales");
      impatient.load("departments", "3,Finance\n").assertLoaded(1, 1, 0, 0, 0);
    }
  }

  @Test
  void aLoadOverItsTimeLimitIsRolledBack() throws Exception {
    Answer answer = SlowLoad.begin(server, "departments").send("2,Legal\n").answer();

    answer.assertProblem(408, "load_timeout").assertDetailContains("limits.load_seconds");
    assertThat(sql.count("departments")).isZero();
    server.load("departments", "3,Finance\n").assertLoaded(1, 1, 0, 0, 0);
  }

  /** A gibibyte of blank lines in a mebibyte of gzip. */
  @Test
  void aDecompressionBombGets413() {
    byte[] member = SendingMode.gzip("\n".repeat(16 << 20));

    Answer answer =
        server.send(
            "PUT",
            server.loadPath("departments"),
            BodyPublishers.ofInputStream(() -> repeated(member, 64)),
            "Content-Encoding",
            "gzip");

    answer.assertProblem(413, "body_too_large").assertDetailContains("limits.max_expansion_ratio");
    assertThat(sql.count("departments")).isZero();
  }

  @Test
  void aSlowBodyGets408AndReleasesItsTable(@TempDir Path directory) throws Exception {
    try (OwnService service =
        OwnService.start(
            directory,
            Map.of(
                "HIRING_LIMITS_MIN_BYTES_PER_SECOND",
                "1000",
                "HIRING_LIMITS_MIN_RATE_SECONDS",
                "2"))) {
      HiringServer impatient = service.server();

      Answer answer = SlowLoad.begin(impatient, "departments").send("2,Legal\n").answer();

      answer
          .assertProblem(408, "slow_body")
          .assertDetailContains("8 bytes", "1000 bytes per second", "limits.min_bytes_per_second");
      assertThat(service.sql().count("departments")).isZero();
      impatient.load("departments", "3,Finance\n").assertLoaded(1, 1, 0, 0, 0);
    }
  }

  @Test
  void oneCallerCannotUseAllLoads() throws Exception {
    try (SlowLoad first = SlowLoad.begin(server, "departments")) {
      Answer refused = server.load("jobs", "1,Clerk\n");

      refused
          .assertProblem(429, "too_many_loads")
          .assertDetailContains("127.0.0.1", "limits.max_loads_per_caller");
      assertThat(refused.header("Retry-After")).isNotEmpty();
      first.send("2,Legal\n").finish().assertLoaded(1, 1, 0, 0, 0);
    }
    server.load("jobs", "1,Clerk\n").assertLoaded(1, 1, 0, 0, 0);
  }

  @Test
  void onlyTheFirstOfTooManyRefusedRowsAreKept() {
    Answer answer = server.load("departments", "1,Sales\n" + "x\n".repeat(5000));

    answer.assertLoaded(5001, 1, 0, 0, 5000);
    int kept = answer.json().get("rejects_kept").asInt();
    List<String> lines =
        server.fetch(answer.json().get("rejects_url").asText()).text().lines().toList();
    assertThat(kept).isBetween(1, 100);
    assertThat(lines).hasSize(1 + kept);
    assertThat(lines.get(kept)).startsWith((kept + 1) + ",");
    JsonNode load = server.get("/loads/" + answer.json().get("load_id").asText()).json();
    assertThat(load.get("rejects_kept").asInt()).isEqualTo(kept);
    Answer none = server.load("departments", "x\n".repeat(5000), "append=true");
    none.assertProblem(422, "no_rows_accepted");
    assertThat(none.json().get("rejects_kept").asInt()).isEqualTo(kept);
  }

  @Test
  void theRefusedRowsOfADryRunAreDeletedAfterADay(@TempDir Path directory) throws Exception {
    String id;
    String schema;
    try (OwnService service = OwnService.start(directory, Map.of())) {
      HiringServer own = service.server();
      schema = own.schema();
      id = own.load("jobs", "1,a\nx,b\n", "dry_run=true").json().get("load_id").asText();
      own.load("jobs", "1,a\nx,b\n").assertLoaded(2, 1, 0, 0, 1);
      assertThat(own.get("/loads/" + id + "/rejects").status()).isEqualTo(302);
      service
          .sql()
          .execute(
              "UPDATE %s.loads SET ended_at = ended_at - INTERVAL 1 DAY"
                  .formatted(service.sql().service()));

      own.get("/loads/" + id + "/rejects").assertProblem(404, "no_rejects");
      assertThat(own.get("/loads/" + id).json().get("rejects").isNull()).isTrue();
      assertThat(storedRejects(directory)).hasSize(2);
    }

    // The next round comes with the start of an instance.
    try (OwnService service =
        OwnService.start(directory, Map.of("HIRING_DATABASE_SCHEMAS", schema))) {
      Eventually.until(
          "the deletion", () -> storedRejects(directory).stream().noneMatch(id::equals));
      assertThat(storedRejects(directory)).hasSize(1);
      assertThat(service.server().get("/health/ready").status()).isEqualTo(200);
    }
  }

  /** By the ids of their loads. */
  private static Set<String> storedRejects(Path directory) {
    while (true) {
      try (Stream<Path> files = Files.walk(directory.resolve("objects"))) {
        return files
            .map(file -> UUID_IN_NAME.matcher(file.getFileName().toString()))
            .filter(Matcher::find)
            .map(Matcher::group)
            .collect(Collectors.toSet());
      } catch (UncheckedIOException e) {
        // The service deletes files meanwhile; any other fault comes again.
        if (!(e.getCause() instanceof NoSuchFileException)) {
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static InputStream repeated(byte[] bytes, int times) {
    return new SequenceInputStream(
        Collections.enumeration(
            Stream.generate(() -> new ByteArrayInputStream(bytes)).limit(times).toList()));
  }
}
