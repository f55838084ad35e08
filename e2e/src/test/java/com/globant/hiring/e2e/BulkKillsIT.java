package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.BulkSources.ended;
import static com.globant.hiring.e2e.BulkSources.leftInDatabase;
import static com.globant.hiring.e2e.BulkSources.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.globant.hiring.e2e.BulkSources.HeldPart;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed while the Spark job of its load runs is taken over by the next one. */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class BulkKillsIT {
  private static final int ROWS_A_FILE = 1000;

  @TempDir private Path directory;
  private BulkSources sources;
  private Map<String, String> environment;
  private ForkedService service;
  private Sql sql;

  @BeforeEach
  void start() throws IOException {
    TestDatabase database = TestDatabase.running();
    String schema = TestDatabase.newSchemaName();
    sources = new BulkSources(directory);
    environment = new HashMap<>(ServiceVariables.of(database, schema));
    environment.putAll(sources.settings());
    // Longer than this test keeps rows locked.
    environment.put("HIRING_DATABASE_LOCK_WAIT_SECONDS", "120");
    service = ForkedService.start(directory, environment);
    sql = new Sql(database.host(), database.port(), schema, database.user(), database.password());
  }

  @AfterEach
  void stop() {
    service.close();
    sql.drop(sql.schema());
    sources.close();
  }

  private void killAndRestart() throws IOException {
    service.process().destroyForcibly();
    service.process().onExit().join();
    service = ForkedService.start(directory, environment);
  }

  private JsonNode run(String loadId) {
    return record(service.server(), loadId).get("run");
  }

  /** Keeps the job in its phase, until it is closed. */
  private Connection holdRun(String loadId) throws SQLException {
    return locking("SELECT * FROM %s.bulk_runs WHERE load_id = '%s' FOR UPDATE", loadId);
  }

  /** Keeps rows from being copied into the table. */
  private Connection holdKey(int id) throws SQLException {
    return locking("INSERT INTO %2$s.hired_employees (id) VALUES (%3$d)", "", id);
  }

  private Connection locking(String statement, String loadId, Object... further)
      throws SQLException {
    Connection connection = sql.connect();
    connection.setAutoCommit(false);
    try (Statement locking = connection.createStatement()) {
      locking.execute(
          further.length == 0
              ? statement.formatted(sql.service(), loadId)
              : statement.formatted(sql.service(), sql.schema(), further[0]));
    }
    return connection;
  }

  private static void free(Connection held) throws SQLException {
    held.rollback();
    held.close();
  }

  @Test
  @SuppressWarnings("try") // the part is held, not used
  void loadSurvivesKillsInEachPhase() throws Exception {
    HiringServer first = service.server();
    first.load("departments", "1,Sales\n").assertStatus(200);
    first.load("jobs", "1,Recruiter\n").assertStatus(200);
    first.load("hired_employees", "1,Former,2021-01-01T00:00:00,1,1\n").assertStatus(200);
    sources.put("kill/a.csv", new GeneratedHires(10, ROWS_A_FILE).readAllBytes());
    sources.put("kill/b.csv", new GeneratedHires(5000, ROWS_A_FILE).readAllBytes());
    sources.put("kill/c.csv", "9000,Bad date,2021-13-01,1,1\n");

    Answer accepted =
        sources.load(first, "hired_employees", "kill/", "engine=spark", "append=true");
    String loadId = accepted.assertStatus(202).json().get("load_id").asText();
    BulkSources.until("the run has begun", () -> !run(loadId).get("id").isNull());
    String runId = run(loadId).get("id").asText();
    Connection heldRun = holdRun(loadId);
    String before = run(loadId).get("phase").asText();
    assertThat(before).isIn("queued", "scanning", "checking");
    killAndRestart();
    // Another load cannot take what the load that is continued had locked.
    assertThat(service.server().load("hired_employees", "2,Other,2021-01-01,1,1\n").status())
        .isEqualTo(409);
    try (HeldPart part = new HeldPart(sql, loadId, 1)) {
      free(heldRun);
      BulkSources.until(
          "one part is written",
          () ->
              run(loadId).at("/phase").asText().equals("writing")
                  && run(loadId).at("/parts/done").asInt() == 1);
      killAndRestart();
      assertThat(run(loadId).at("/phase").asText()).isEqualTo("writing");
    }
    Connection heldKey = holdKey(10);
    BulkSources.until(
        "the rows are published", () -> run(loadId).at("/phase").asText().equals("publishing"));
    killAndRestart();
    assertThat(record(service.server(), loadId).get("status").asText()).isEqualTo("running");
    free(heldKey);

    JsonNode load = ended(service.server(), loadId);

    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertThat(load.at("/rows/inserted").asInt()).isEqualTo(2 * ROWS_A_FILE);
    assertThat(load.at("/rows/rejected").asInt()).isEqualTo(1);
    assertThat(load.at("/run/id").asText()).isNotEmpty();
    assertThat(
            sql.rows(
                "SELECT COUNT(*), COUNT(DISTINCT name), MIN(id), MAX(id) FROM hired_employees"))
        .containsExactly("2001|2|1|5999");
    assertThat(
            service
                .server()
                .get(load.get("rejects").asText(), "Accept", "text/csv")
                .assertStatus(200)
                .text())
        .contains("Bad date");
    assertThat(
            service.server().get("/first_sql_requirement?year=2021", "Accept", "text/csv").text())
        .contains("Sales,Recruiter,1,0,0,2000");
    Eventually.until(
        "nothing is left", () -> leftInDatabase(sql).isEmpty() && sources.leftByJobs().isEmpty());
    assertThat(runId).contains("@");
  }
}
