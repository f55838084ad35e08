package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.BulkSources.ended;
import static com.globant.hiring.e2e.BulkSources.phase;
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

/** A load on Spark during which the database is killed in each phase and started again. */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class BulkDatabaseKillsIT {
  private static final int ROWS_A_FILE = 1000;

  @TempDir private Path directory;
  private BulkSources sources;
  private KilledDatabase database;
  private ForkedService service;
  private HiringServer server;
  private Sql sql;

  @BeforeEach
  void start() throws IOException {
    String schema = TestDatabase.newSchemaName();
    sources = new BulkSources(directory);
    database = new KilledDatabase(directory.resolve("database"));
    Map<String, String> environment =
        new HashMap<>(ServiceVariables.of(database.address(), schema));
    environment.putAll(sources.settings());
    // Longer than this test keeps rows locked.
    environment.put("HIRING_DATABASE_LOCK_WAIT_SECONDS", "120");
    service = ForkedService.start(directory, environment);
    server = service.server();
    sql = database.sql(schema);
  }

  @AfterEach
  void stop() throws IOException {
    service.close();
    database.close();
    sources.close();
  }

  /** Kills the database and starts it again. */
  private void kill() {
    database.kill();
    database.restart();
    BulkSources.until("ready again", () -> server.get("/health/ready").status() == 200);
  }

  @Test
  @SuppressWarnings("try") // rows are held, not used
  void loadSurvivesKillsOfTheDatabaseInEachPhase() throws Exception {
    server.load("departments", "1,Sales\n").assertStatus(200);
    server.load("jobs", "1,Recruiter\n").assertStatus(200);
    server.load("hired_employees", "1,Former,2021-01-01T00:00:00,1,1\n").assertStatus(200);
    sources.put("kill/a.csv", new GeneratedHires(10, ROWS_A_FILE).readAllBytes());
    sources.put("kill/b.csv", new GeneratedHires(5000, ROWS_A_FILE).readAllBytes());

    sources.hold("kill/b.csv");
    String loadId =
        sources
            .load(server, "hired_employees", "kill/", "engine=spark", "append=true")
            .assertStatus(202)
            .json()
            .get("load_id")
            .asText();
    sources.awaitHeld();
    assertThat(phase(server, loadId)).isEqualTo("checking");
    kill();
    HeldRow part = HeldRow.part(sql, loadId, 1);
    sources.release();
    BulkSources.awaitOnePart(server, loadId);
    sources.hold("kill/b.csv");
    kill();
    part.close();
    sources.awaitHeld();
    try (HeldRow key = HeldRow.hire(sql, 10)) {
      sources.release();
      BulkSources.until("the rows are published", () -> phase(server, loadId).equals("publishing"));
      kill();
    }

    JsonNode load = ended(server, loadId);

    assertThat(load.get("status").asText()).as("%s", load).isEqualTo("committed");
    assertThat(load.at("/rows/inserted").asInt()).isEqualTo(2 * ROWS_A_FILE);
    assertThat(sql.rows("SELECT COUNT(*), MIN(id), MAX(id) FROM hired_employees"))
        .containsExactly("%d|1|5999".formatted(2 * ROWS_A_FILE + 1));
    assertThat(server.get("/first_sql_requirement?year=2021", "Accept", "text/csv").text())
        .contains("Sales,Recruiter,1,0,0,%d".formatted(2 * ROWS_A_FILE));
    sources.awaitNothingLeft(sql);
  }
}
