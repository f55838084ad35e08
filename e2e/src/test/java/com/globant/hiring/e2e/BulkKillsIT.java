package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.BulkSources.ended;
import static com.globant.hiring.e2e.BulkSources.phase;
import static com.globant.hiring.e2e.BulkSources.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.globant.hiring.e2e.BulkSources.HeldRow;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
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
  void stop() throws IOException {
    service.close();
    sql.drop(sql.schema());
    sources.close();
  }

  private void killAndRestart() throws IOException {
    service.kill();
    service = ForkedService.start(directory, environment);
  }

  @Test
  @SuppressWarnings("try") // the rows are held, not used
  void loadSurvivesKillsInEachPhase() throws Exception {
    HiringServer first = service.server();
    first.load("departments", "1,Sales\n").assertStatus(200);
    first.load("jobs", "1,Recruiter\n").assertStatus(200);
    first.load("hired_employees", "1,Former,2021-01-01T00:00:00,1,1\n").assertStatus(200);
    sources.put("kill/a.csv", new GeneratedHires(10, ROWS_A_FILE).readAllBytes());
    sources.put("kill/b.csv", new GeneratedHires(5000, ROWS_A_FILE).readAllBytes());
    sources.put("kill/c.csv", "9000,Bad date,2021-13-01,1,1\n");

    sources.hold("kill/a.csv");
    Answer accepted =
        sources.load(first, "hired_employees", "kill/", "engine=spark", "append=true");
    String loadId = accepted.assertStatus(202).json().get("load_id").asText();
    sources.awaitHeld();
    assertThat(phase(first, loadId)).isEqualTo("checking");
    killAndRestart();
    // Another load cannot take what the load that is continued had locked.
    service
        .server()
        .load("hired_employees", "2,Other,2021-01-01,1,1\n")
        .assertProblem(409, "table_busy");
    try (HeldRow key = HeldRow.hire(sql, 10)) {
      try (HeldRow part = HeldRow.part(sql, loadId, 1)) {
        sources.release();
        BulkSources.awaitOnePart(service.server(), loadId);
        killAndRestart();
        assertThat(phase(service.server(), loadId)).isEqualTo("writing");
      }
      BulkSources.until(
          "the rows are published", () -> phase(service.server(), loadId).equals("publishing"));
      killAndRestart();
      assertThat(record(service.server(), loadId).get("status").asText()).isEqualTo("running");
    }

    JsonNode load = ended(service.server(), loadId);

    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertThat(load.at("/rows/inserted").asInt()).isEqualTo(2 * ROWS_A_FILE);
    assertThat(load.at("/rows/rejected").asInt()).isEqualTo(1);
    assertThat(load.at("/run/id").asText()).contains("@");
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
    sources.awaitNothingLeft(sql);
  }
}
