package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.BulkSources.ended;
import static com.globant.hiring.e2e.BulkSources.phase;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.e2e.BulkSources.HeldRow;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load on Spark during which the database is killed in each phase and started again. */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class BulkDatabaseKillsIT {
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
    service = ForkedService.start(directory, sources.environment(database.address(), schema));
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
    BulkSources.storeFormerHire(server);
    sources.hold("kill/b.csv");
    String loadId = sources.begin(server, "kill/");
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

    sources.assertCommitted(server, sql, ended(server, loadId));
  }
}
