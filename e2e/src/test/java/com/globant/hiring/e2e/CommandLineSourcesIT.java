package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.e2e.ClientProgram.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client commands for loads that the service runs by itself. */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class CommandLineSourcesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path servers;
  private static SourceBucket bucket;
  private static OwnService service;
  private static HiringServer server;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws IOException {
    bucket = SourceBucket.start(servers.resolve("s3"));
    service =
        OwnService.start(servers.resolve("data"), bucket.settings(bucket.endpoint(), "hires/"));
    server = service.server();
  }

  @AfterAll
  static void stop() {
    service.close();
    service.sql().drop(service.sql().schema());
    bucket.close();
  }

  @BeforeEach
  void emptyTables() {
    service.sql().empty();
  }

  private static void put(String key, String content) {
    bucket.stored(key, content.getBytes(UTF_8)).join();
  }

  private Run run(String... arguments) throws Exception {
    return new ClientProgram(directory, server.base().toString()).run(arguments);
  }

  @Test
  void objectsBelowAPrefixAreLoadedAndRefusedRowsNameTheirFile() throws Exception {
    put("hires/loaded/a.csv", "1,Recruiter\n");
    put("hires/loaded/b.csv", "2,Manager\nx,bad\n");

    Run run =
        run(
            "load",
            "--schema",
            server.schema(),
            "--rejects",
            "rejects.csv",
            "jobs",
            bucket.url("hires/loaded/"));

    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.out())
        .contains(
            "jobs: 3 rows read, 2 inserted, 1 refused",
            bucket.url("hires/loaded/b.csv") + " line 2: ");
    assertThat(directory.resolve("rejects.csv"))
        .content()
        .startsWith("file,line,column,code,message,raw\r\n")
        .contains(bucket.url("hires/loaded/b.csv") + ",2,id,invalid_integer,");
    assertThat(service.sql().count("jobs")).isEqualTo(2);
  }

  @Test
  void aRefusedLoadGivesStatus4() throws Exception {
    put("hires/refused/a.csv", "x,bad\n");

    Run refused = run("load", "--schema", server.schema(), "jobs", bucket.url("hires/refused/"));
    Run json =
        run("load", "--schema", server.schema(), "--json", "jobs", bucket.url("hires/refused/"));
    Run elsewhere = run("load", "--schema", server.schema(), "jobs", bucket.url("secret/"));

    assertThat(refused.status()).as(refused.err()).isEqualTo(4);
    assertThat(refused.err()).contains("(no_rows_accepted)");
    assertThat(refused.out()).contains(bucket.url("hires/refused/a.csv") + " line 1: ");
    JsonNode result = JSON.readTree(json.out());
    assertThat(result.at("/refused/problem/code").asText()).isEqualTo("no_rows_accepted");
    assertThat(result.get("file").asText()).isEqualTo(bucket.url("hires/refused/"));
    assertThat(elsewhere.status()).isEqualTo(4);
    assertThat(elsewhere.err()).contains("(source_not_allowed)");
    assertThat(Files.exists(directory.resolve("rejects.csv"))).isFalse();
  }

  @Test
  void aRunningLoadIsCancelledByCommandAndItsOwnCommandEndsWithStatus4() throws Exception {
    put("hires/cancelled/a.csv", "1,Recruiter\n");
    try (SlowLoad holder = SlowLoad.begin(server, "jobs")) {
      holder.send("9,Never ends\n");
      String running =
          server.get("/loads?table=jobs&status=running").json().at("/loads/0/load_id").asText();

      Run cancelled = run("cancel", running);
      Run again = run("cancel", running);

      assertThat(cancelled.status()).as(cancelled.err()).isZero();
      assertThat(cancelled.out()).contains("jobs: cancelled, load " + running);
      assertThat(again.status()).isEqualTo(4);
      assertThat(again.err()).contains("(load_ended)");
    }
    assertThat(service.sql().count("jobs")).isZero();
  }
}
