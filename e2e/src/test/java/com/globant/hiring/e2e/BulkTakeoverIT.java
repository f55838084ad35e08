package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.BulkSources.ended;
import static com.globant.hiring.e2e.BulkSources.isDriverAlive;
import static com.globant.hiring.e2e.BulkSources.phase;
import static com.globant.hiring.e2e.BulkSources.runId;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.globant.hiring.e2e.BulkSources.HeldRow;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads on Spark whose instance drains or dies, while another instance runs beside it or before the
 * next one starts.
 */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class BulkTakeoverIT {
  private static final int ROWS_A_FILE = 1000;

  @TempDir private static Path directory;
  private static BulkSources sources;
  private static Map<String, String> environment;
  private static Sql sql;
  private static final List<ForkedService> STARTED = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    TestDatabase database = TestDatabase.running();
    String schema = TestDatabase.newSchemaName();
    sources = new BulkSources(directory);
    environment = new HashMap<>(ServiceVariables.of(database, schema));
    environment.putAll(sources.settings());
    // Longer than a test keeps rows locked.
    environment.put("HIRING_DATABASE_LOCK_WAIT_SECONDS", "120");
    sql = new Sql(database.host(), database.port(), schema, database.user(), database.password());
  }

  @AfterAll
  static void stop() throws IOException {
    STARTED.forEach(ForkedService::close);
    sql.drop(sql.schema());
    sources.close();
  }

  /** At least so many instances: those that other tests have left, and new ones. */
  private static List<ForkedService> instances(int count) {
    List<CompletableFuture<ForkedService>> starting = new ArrayList<>();
    STARTED.removeIf(service -> !service.process().isAlive());
    while (STARTED.size() + starting.size() < count) {
      starting.add(CompletableFuture.supplyAsync(BulkTakeoverIT::startOne));
    }
    starting.forEach(service -> STARTED.add(service.join()));
    return List.copyOf(STARTED);
  }

  private static ForkedService startOne() {
    try {
      return ForkedService.start(Files.createTempDirectory(directory, "instance"), environment);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @BeforeEach
  void fill() {
    HiringServer server = instances(2).get(0).server();
    sql.empty();
    server.load("departments", "1,Sales\n").assertStatus(200);
    server.load("jobs", "1,Recruiter\n").assertStatus(200);
    server.load("hired_employees", "1,Former,2021-01-01T00:00:00,1,1\n").assertStatus(200);
  }

  /** Begins a load of two files, which appends to a table with one row. */
  private static String begin(HiringServer server, String folder) throws IOException {
    sources.put(folder + "a.csv", new GeneratedHires(10, ROWS_A_FILE).readAllBytes());
    sources.put(folder + "b.csv", new GeneratedHires(5000, ROWS_A_FILE).readAllBytes());
    return sources
        .load(server, "hired_employees", folder, "engine=spark", "append=true")
        .assertStatus(202)
        .json()
        .get("load_id")
        .asText();
  }

  private static String status(String loadId) {
    return sql.rows(
            "SELECT status FROM %s.loads WHERE load_id = '%s'".formatted(sql.service(), loadId))
        .get(0);
  }

  private static CompletableFuture<Answer> cancel(HiringServer server, String loadId) {
    return CompletableFuture.supplyAsync(
        () -> server.send("DELETE", "/loads/" + loadId, BodyPublishers.noBody()));
  }

  private static void assertCancelled(CompletableFuture<Answer> cancelled) {
    assertThat(cancelled.join().assertStatus(200).json().get("status").asText())
        .isEqualTo("cancelled");
    assertThat(sql.rows("SELECT id, name FROM hired_employees")).containsExactly("1|Former");
    sources.awaitNothingLeft(sql);
  }

  @Test
  @SuppressWarnings("try") // the part is held, not used
  void instancesThatDrainLeaveTheirLoadToOthers() throws Exception {
    ForkedService first = instances(2).get(0);
    ForkedService second = instances(2).get(1);
    sources.hold("drain/b.csv");
    String loadId = begin(first.server(), "drain/");
    sources.awaitHeld();
    String firstRun = runId(first.server(), loadId);
    assertThat(phase(first.server(), loadId)).isEqualTo("checking");

    assertThat(first.terminate()).isZero();

    assertThat(status(loadId)).isEqualTo("running");
    assertThat(isDriverAlive(firstRun)).isFalse();
    BulkSources.until(
        "the instance beside it has started the job again",
        () -> !runId(second.server(), loadId).equals(firstRun));
    String secondRun = runId(second.server(), loadId);
    try (HeldRow part = HeldRow.part(sql, loadId, 1)) {
      sources.release();
      BulkSources.awaitOnePart(second.server(), loadId);

      assertThat(second.terminate()).isZero();

      assertThat(status(loadId)).isEqualTo("running");
      assertThat(isDriverAlive(secondRun)).isFalse();
    }
    HiringServer next = instances(1).get(0).server();

    JsonNode load = ended(next, loadId);

    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertThat(load.at("/rows/inserted").asInt()).isEqualTo(2 * ROWS_A_FILE);
    assertThat(load.at("/run/id").asText()).isNotIn(firstRun, secondRun);
    assertThat(sql.rows("SELECT COUNT(*), MIN(id), MAX(id) FROM hired_employees"))
        .containsExactly("%d|1|5999".formatted(2 * ROWS_A_FILE + 1));
    assertThat(next.get("/first_sql_requirement?year=2021", "Accept", "text/csv").text())
        .contains("Sales,Recruiter,1,0,0,%d".formatted(2 * ROWS_A_FILE));
    sources.awaitNothingLeft(sql);
  }

  @Test
  @SuppressWarnings("try") // the row is held, not used
  void loadIsCancelledWhileItIsTakenOverAndWhileItsRowsAreCopied() throws Exception {
    ForkedService first = instances(2).get(0);
    ForkedService second = instances(2).get(1);
    sources.hold("taken/b.csv");
    String taken = begin(first.server(), "taken/");
    sources.awaitHeld();
    String run = runId(first.server(), taken);
    first.kill();

    assertCancelled(cancel(second.server(), taken));

    BulkSources.until("the driver has ended", () -> !isDriverAlive(run));
    sources.hold("copied/b.csv");
    String copied = begin(second.server(), "copied/");
    CompletableFuture<Answer> cancelled;
    try (HeldRow key = HeldRow.hire(sql, 10)) {
      sources.release();
      BulkSources.until(
          "the rows are published", () -> phase(second.server(), copied).equals("publishing"));
      cancelled = cancel(second.server(), copied);
      BulkSources.until(
          "the request is noted",
          () -> sql.count(sql.service() + ".load_progress WHERE cancel_requested") == 1);
    }
    assertCancelled(cancelled);
  }
}
