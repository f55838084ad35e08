package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rows that wait for rows behind them, and loads that end before or after these come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelfReferencesIT {
  private static final String PACKAGE =
      """
      {"name": "p", "resources": [{"name": "staff", "path": "staff.csv", "schema": {
        "fields": [{"name": "id", "type": "integer"}, {"name": "boss", "type": "integer"}],
        "primaryKey": "id",
        "foreignKeys": [{"fields": "boss", "reference": {"resource": "", "fields": "id"}}]}}]}
      """;

  /**
   * Rows 2 and 3 wait for rows behind them; 5 references a row that never comes, and 6 that one.
   */
  private static final String FILE = "id,boss\n2,3\n3,4\n4,\n5,99\n6,5\n7,7\n";

  @SuppressWarnings("NullAway.Init") // by start
  private OwnService service;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("datapackage.json"), PACKAGE);
    service =
        OwnService.start(
            directory.resolve("data"), Map.of("HIRING_SCHEMAS_DIRECTORY", directory.toString()));
  }

  @AfterAll
  void stop() {
    service.close();
    service.sql().drop(service.server().schema());
  }

  @BeforeEach
  void onlyOneRowIsThere() {
    service.server().load("staff", "1,\n", "header=absent").assertLoaded(1, 1, 0, 0, 0);
  }

  @Test
  void rowsFollowThoseThatTheyReference() {
    service.server().load("staff", FILE, "append=true").assertLoaded(6, 4, 0, 0, 2);

    assertThat(staff()).isEqualTo("1,2-3,3-4,4,7-7");
  }

  @Test
  void aDryRunCountsThemAndStoresNothing() {
    service.server().load("staff", FILE, "append=true", "dry_run=true").assertLoaded(6, 4, 0, 0, 2);

    assertThat(staff()).isEqualTo("1");
  }

  @Test
  void refusedOnesCountAgainstTheLimitOfErrors() {
    service
        .server()
        .load("staff", FILE, "append=true", "max_errors=1")
        .assertProblem(422, "too_many_errors");
    assertThat(staff()).isEqualTo("1");

    service.server().load("staff", FILE, "append=true", "max_errors=2").assertLoaded(6, 4, 0, 0, 2);
  }

  @Test
  void oneThatIsRefusedAbortsTheLoadIfErrorsDo() {
    service
        .server()
        .load("staff", FILE, "append=true", "on_error=abort")
        .assertProblem(422, "aborted_on_error");

    assertThat(staff()).isEqualTo("1");
  }

  @Test
  void cancelDropsThoseThatWait() throws IOException {
    try (SlowLoad load = SlowLoad.begin(service.server(), "staff", "append=true")) {
      load.send(FILE);
      service
          .server()
          .send("DELETE", "/loads/" + load.id(), BodyPublishers.noBody())
          .assertStatus(200);
      load.answer().assertProblem(409, "cancelled");
    }

    assertThat(staff()).isEqualTo("1");
    service.server().load("staff", FILE, "append=true").assertLoaded(6, 4, 0, 0, 2);
  }

  private String staff() {
    return service
        .sql()
        .rows("SELECT GROUP_CONCAT(CONCAT_WS('-', id, boss) ORDER BY id) FROM staff")
        .get(0);
  }
}
