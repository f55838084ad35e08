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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads on Spark whose instance drains or is killed, while another instance runs beside it or
 * before the next one starts.
 */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class BulkTakeoverIT {
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
    environment = sources.environment(database, schema);
    sql = new Sql(database, schema);
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
    HiringServer server = instances(1).get(0).server();
    sql.empty();
    BulkSources.storeFormerHire(server);
  }

  private static String status(String loadId) {
    return sql.rows(
            "SELECT status FROM %s.loads WHERE load_id = '%s'".formatted(sql.service(), loadId))
        .get(0);
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
    String loadId = sources.begin(first.server(), "drain/");
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

    assertThat(load.at("/run/id").asText()).isNotIn(firstRun, secondRun);
    sources.assertCommitted(next, sql, load);
  }

  /** Kills all instances, and starts one. */
  private static HiringServer killAndRestart() {
    STARTED.forEach(ForkedService::kill);
    return instances(1).get(0).server();
  }

  @Test
  @SuppressWarnings("try") // the rows are held, not used
  void loadSurvivesKillsInEachPhase() throws Exception {
    HiringServer first = instances(1).get(0).server();
    STARTED.stream().skip(1).forEach(ForkedService::kill);
    sources.put("kill/c.csv", "9000,Bad date,2021-13-01,1,1\n");
    sources.hold("kill/a.csv");
    String loadId = sources.begin(first, "kill/");
    sources.awaitHeld();
    assertThat(phase(first, loadId)).isEqualTo("checking");
    HiringServer second = killAndRestart();
    // Another load cannot take what the load that is continued had locked.
    second.load("hired_employees", "2,Other,2021-01-01,1,1\n").assertProblem(409, "table_busy");
    HiringServer last;
    try (HeldRow key = HeldRow.hire(sql, 10)) {
      HiringServer third;
      try (HeldRow part = HeldRow.part(sql, loadId, 1)) {
        sources.release();
        BulkSources.awaitOnePart(second, loadId);
        third = killAndRestart();
        assertThat(phase(third, loadId)).isEqualTo("writing");
      }
      BulkSources.until("the rows are published", () -> phase(third, loadId).equals("publishing"));
      last = killAndRestart();
      assertThat(status(loadId)).isEqualTo("running");
    }

    JsonNode load = ended(last, loadId);

    assertThat(load.at("/rows/rejected").asInt()).isEqualTo(1);
    assertThat(load.at("/run/id").asText()).contains("@");
    assertThat(
            last.get(load.get("rejects").asText(), "Accept", "text/csv").assertStatus(200).text())
        .contains("Bad date");
    sources.assertCommitted(last, sql, load);
  }

  @Test
  @SuppressWarnings("try") // the row is held, not used
  void loadIsCancelledWhileItIsTakenOverAndWhileItsRowsAreCopied() throws Exception {
    ForkedService first = instances(2).get(0);
    ForkedService second = instances(2).get(1);
    sources.hold("taken/b.csv");
    String taken = sources.begin(first.server(), "taken/");
    sources.awaitHeld();
    String run = runId(first.server(), taken);
    first.kill();

    assertCancelled(BulkSources.cancel(second.server(), taken));

    BulkSources.until("the driver has ended", () -> !isDriverAlive(run));
    sources.hold("copied/b.csv");
    String copied = sources.begin(second.server(), "copied/");
    CompletableFuture<Answer> cancelled;
    try (HeldRow key = HeldRow.hire(sql, 10)) {
      sources.release();
      BulkSources.until(
          "the rows are published", () -> phase(second.server(), copied).equals("publishing"));
      cancelled = BulkSources.cancel(second.server(), copied);
      BulkSources.until(
          "the request is noted",
          () -> sql.count(sql.service() + ".load_progress WHERE cancel_requested") == 1);
    }
    assertCancelled(cancelled);
  }
}
