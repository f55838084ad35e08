package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records of loads, events, cancellation and asynchronous loads. */
@ExtendWith(ServiceUnderTest.class)
class LoadHistoryIT {
  private final HiringServer server;
  private final Sql sql;

  LoadHistoryIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void oneDepartment() {
    sql.empty();
    server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
  }

  private String status(String load) {
    return server.get(load).json().get("status").asText();
  }

  @Test
  void everyOutcomeIsRecorded() {
    JsonNode committed = server.load("departments", "1,Sales\nx,bad\n").json();
    JsonNode refused = server.load("departments", "x,bad\n").json();
    JsonNode dry = server.load("departments", "2,Legal\n", "dry_run=true").json();

    for (JsonNode answer : List.of(committed, refused, dry)) {
      JsonNode load = server.get("/loads/" + answer.get("load_id").asText()).json();
      assertThat(load.get("errors")).isEqualTo(answer.get("errors"));
      assertThat(load.get("problem").path("code")).isEqualTo(answer.path("code"));
      assertThat(Instant.parse(load.get("ended_at").asText()))
          .isAfterOrEqualTo(load.get("started_at").asText());
      if (answer.has("rows")) {
        assertThat(load.get("status")).isEqualTo(answer.get("status"));
        assertThat(load.get("rows")).isEqualTo(answer.get("rows"));
        assertThat(load.get("sha256")).isEqualTo(answer.get("sha256"));
        assertThat(load.get("elapsed_ms")).isEqualTo(answer.get("elapsed_ms"));
      } else {
        assertThat(load.get("status").asText()).isEqualTo("failed");
      }
    }
    String rejects = "/loads/" + committed.get("load_id").asText() + "/rejects";
    assertThat(server.fetch(server.get(rejects).header("Location")).text())
        .isEqualTo(server.fetch(committed.get("rejects_url").asText()).text())
        .isEqualTo(server.get(rejects, "Accept", "text/csv").text())
        .endsWith("\"x,bad\"\r\n");
  }

  @Test
  void refusedRowsAreReadInPages() {
    StringBuilder csv = new StringBuilder("1,Sales\n");
    for (int i = 0; i < 2500; i++) {
      csv.append(i % 2 == 0 ? "x,\"a \"\"quoted\"\"\nñ " : "7000").append(i).append("\"\n");
    }
    String path =
        "/loads/" + server.load("departments", csv.toString()).json().get("load_id").asText();
    List<String> file = server.get(path + "/rejects", "Accept", "text/csv").text().lines().toList();
    long rejected = server.get(path).json().at("/rows/rejected").asLong();

    List<String> raws = new ArrayList<>();
    String after = "0";
    while (!after.equals("null")) {
      Answer page =
          server.get(path + "/rejects?limit=1000&after=" + after, "Accept", "application/json");
      page.json().get("rows").forEach(row -> raws.add(row.get("raw").asText()));
      after = page.json().get("next").asText();
    }

    assertThat(raws)
        .hasSize((int) rejected)
        .contains("x,\"a \"\"quoted\"\"\nñ 0\"")
        .doesNotHaveDuplicates();
    assertThat(file.size()).isGreaterThan(raws.size());
  }

  @Test
  void theHistoryIsPagedWhileLoadsRun() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      newestFirst.add(0, server.load("jobs", "1,Recruiter\n").json().get("load_id").asText());
    }

    List<String> read = new ArrayList<>();
    String path = "/loads?table=jobs&status=committed&limit=2";
    while (read.size() < 5) {
      Answer page = server.get(path);
      page.json().get("loads").forEach(load -> read.add(load.get("load_id").asText()));
      path = page.header("Link").replaceFirst("<(.*)>; rel=\"next\"", "$1");
      server.load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);
    }

    assertThat(read.subList(0, 5)).isEqualTo(newestFirst);
  }

  @Test
  void cancelRollsBackReleasesLocksAndAnswersBothClients() throws IOException {
    try (SlowLoad slow = SlowLoad.begin(server, "departments").send("2,Legal\n")) {
      String load = "/loads/" + slow.id();

      Answer cancelled = server.send("DELETE", load, BodyPublishers.noBody());

      assertThat(cancelled.status()).isEqualTo(200);
      assertThat(cancelled.json().get("status").asText()).isEqualTo("cancelled");
      server.load("departments", "7,Probe\n", "dry_run=true").assertLoaded(1, 1, 0, 0, 0);
      slow.answer().assertProblem(409, "cancelled");
      assertThat(sql.rows("SELECT id, department FROM departments")).containsExactly("1|Sales");
      server.send("DELETE", load, BodyPublishers.noBody()).assertProblem(409, "load_ended");
    }
  }

  @Test
  void aLoadOfADisconnectedClientIsAborted() throws IOException {
    String load;
    try (SlowLoad slow = SlowLoad.begin(server, "departments").send("2,Legal\n")) {
      load = "/loads/" + slow.id();
    }

    Eventually.until("the load is aborted", () -> status(load).equals("aborted"));

    JsonNode problem = server.get(load).json().get("problem");
    assertThat(problem.get("code").asText()).isEqualTo("aborted");
    assertThat(sql.rows("SELECT id, department FROM departments")).containsExactly("1|Sales");
  }

  @Test
  void eventsReportProgressAndOutcome() throws IOException {
    try (SlowLoad slow = SlowLoad.begin(server, "departments");
        RawRequest events = new RawRequest(server.base())) {
      slow.send("2,Legal\n".repeat(20_000));
      events.send(
          "GET %s/events HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted("/loads/" + slow.id()));

      String progress = events.textUntil("\"inserted\":1,");
      slow.finish().assertLoaded(20_000, 1, 0, 0, 19_999);
      String end = events.textUntil("event: ended\n");
      String outcome = events.textUntil("\n\n");

      assertThat(progress)
          .contains("text/event-stream")
          .contains("id: 1\nevent: progress\ndata: {\"load_id\":")
          .contains("\"status\":\"running\"");
      assertThat(end).endsWith("id: ended\nevent: ended\n");
      assertThat(outcome).contains("\"status\":\"committed\"").contains("\"rejected\":19999,");
    }
  }

  @Test
  void respondAsyncGets202BeforeTheCommit() throws IOException {
    String load;
    try (RawRequest request = new RawRequest(server.base())) {
      Answer accepted =
          request
              .send(
                  "PUT %s HTTP/1.1\r\nHost: localhost\r\nPrefer: respond-async\r\nContent-Length: 8\r\n\r\n2,Legal\n"
                      .formatted(server.loadPath("departments", "append=true")))
              .answer();

      assertThat(accepted.status()).isEqualTo(202);
      assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
      assertThat(accepted.json().get("status").asText()).isEqualTo("running");
      load = accepted.header("Location");
    }

    Eventually.until("the load is committed", () -> status(load).equals("committed"));

    assertThat(sql.rows("SELECT id, department FROM departments ORDER BY id"))
        .containsExactly("1|Sales", "2|Legal");
  }

  @Test
  void formulasInRefusedRowsAndReportsAreEscapedOnRequest() {
    server.load("departments", "-1,=SUM(1)\n2,Legal\n").assertLoaded(2, 2, 0, 0, 0);
    JsonNode load = server.load("departments", "=1,@x\n-3,\"-a,b\"\n5,y\n=7,z\n").json();
    String rejects = "/loads/" + load.get("load_id").asText() + "/rejects";

    String plain = server.fetch(server.get(rejects).header("Location")).text();
    String escaped =
        server.fetch(server.get(rejects + "?escape_formulas=true").header("Location")).text();

    assertThat(plain).contains(",\"=1,@x\"").contains(",\"=7,z\"");
    assertThat(escaped).isEqualTo(plain.replace("\"=", "\"'="));
    server.get(rejects + "?escape_formulas=maybe").assertProblem(400, "invalid_parameter");
    server.load("departments", "-1,=SUM(1)\n2,Legal\n").assertLoaded(2, 2, 0, 0, 0);
    server.load("jobs", "1,-2\n").assertLoaded(1, 1, 0, 0, 0);
    server.load("hired_employees", "1,Ada,2021-01-01,-1,1\n").assertLoaded(1, 1, 0, 0, 0);
    String report = "/second_sql_requirement?year=2021";
    Answer asStored = server.get(report, "Accept", "text/csv");
    Answer safe = server.get(report + "&escape_formulas=true", "Accept", "text/csv");
    assertThat(asStored.text()).endsWith("-1,=SUM(1),1\r\n");
    assertThat(safe.text()).endsWith("-1,'=SUM(1),1\r\n");
    assertThat(safe.header("ETag")).isNotEqualTo(asStored.header("ETag"));
    assertThat(
            server
                .get(
                    report + "&escape_formulas=true",
                    "Accept",
                    "text/csv",
                    "If-None-Match",
                    asStored.header("ETag"))
                .status())
        .isEqualTo(200);
    assertThat(
            server.get("/first_sql_requirement?escape_formulas=true", "Accept", "text/csv").text())
        .contains("'=SUM(1),'-2,");
  }
}
