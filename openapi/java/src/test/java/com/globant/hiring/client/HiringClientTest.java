package com.globant.hiring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.client.model.Caller;
import com.globant.hiring.client.model.Delimiter;
import com.globant.hiring.client.model.DepartmentsAboveMeanRow;
import com.globant.hiring.client.model.Header;
import com.globant.hiring.client.model.LoadOutcome;
import com.globant.hiring.client.model.LoadStatus;
import com.globant.hiring.client.model.Missing;
import com.globant.hiring.client.model.OnDuplicate;
import com.globant.hiring.client.model.OnError;
import com.globant.hiring.client.model.RejectedRow;
import com.globant.hiring.client.model.RowError;
import java.io.ByteArrayInputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client sends and what it makes of answers, against a server that records. */
class HiringClientTest {
  private static final long FILE_SIZE = 300L << 20;
  private static final String JSON = "application/json";
  private static final String PROBLEM = "application/problem+json";

  private static final String REPORT =
      """
      {"message": "Data loaded successfully!", "load_id": "l1", "status": "committed",
       "schema": "hiring", "table": "jobs", "append": true, "dry_run": false,
       "rows": {"read": 3000000000, "inserted": 2999999999, "updated": 0, "ignored": 0,
                "rejected": 1, "incomplete": 0},
       "bytes": 30, "sha256": "00", "elapsed_ms": 41,
       "errors": [{"line": 2, "column": null, "code": "too_few_fields", "value": null,
                   "message": "The row has 1 field instead of 2."}],
       "rejects_url": null, "added_later": true}
      """;

  private static final String LOAD =
      """
      {"load_id": "l1", "status": "%s", "schema": "hiring", "table": "jobs", "append": true,
       "header": null, "delimiter": null, "missing": "null", "on_error": "continue",
       "max_errors": null, "on_duplicate": "reject", "dry_run": false,
       "rows": {"read": 1, "inserted": 1, "updated": 0, "ignored": 0, "rejected": 0,
                "incomplete": 0},
       "bytes": 30, "sha256": null, "elapsed_ms": 41, "errors": [], "rejects": null,
       "client": null, "request_id": "r", "started_at": "2026-03-01T10:16:02.004Z",
       "ended_at": null, "problem": null}
      """;

  @SuppressWarnings("NullAway.Init") // set by start
  private RecordingServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RecordingServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HiringClient client() {
    return HiringClient.builder(server.uri())
        .schema("hiring")
        .patience(Duration.ofSeconds(20))
        .build();
  }

  private static String problem(int status, String code) {
    return """
        {"type": "urn:hiring:problem:%s", "title": "x", "status": %d, "detail": "what to do",
         "code": "%s", "request_id": "r", "load_id": "l1", "errors": [
           {"line": 1, "column": "id", "code": "required", "value": "", "message": "id is empty"}]}
        """
        .formatted(code, status, code);
  }

  private static String load(String status) {
    return LOAD.formatted(status).replace("\n", "");
  }

  @Test
  void fileIsSentWithItsOptionsAndTheReportRead(@TempDir Path directory) throws Exception {
    server.answer(200, JSON, REPORT);
    Path file = Files.writeString(directory.resolve("jobs.csv"), "id;job\n1;Recruiter\n2\n");

    LoadOutcome outcome =
        client()
            .load(
                "jobs & more",
                file,
                LoadOptions.append()
                    .header(Header.PRESENT)
                    .delimiter(Delimiter.SEMICOLON)
                    .missing(Missing.REJECT)
                    .onError(OnError.CONTINUE)
                    .maxErrors(3_000_000_000L)
                    .onDuplicate(OnDuplicate.UPDATE)
                    .dryRun()
                    .contentType("text/csv; charset=windows-1252"));

    assertThat(server.last().line())
        .isEqualTo(
            "POST /db_migration?table=jobs%20%26%20more&schema=hiring&append=true&header=present"
                + "&delimiter=%3B&missing=reject&on_error=continue&max_errors=3000000000"
                + "&on_duplicate=update&dry_run=true");
    assertThat(server.last().header("Content-Type")).isEqualTo("text/csv; charset=windows-1252");
    assertThat(server.last().header("Content-Length")).isEqualTo("21");
    assertThat(server.last().header("Idempotency-Key")).matches("\"[0-9a-f-]{36}\"");
    assertThat(server.last().header("X-Api-Key")).isNull();
    assertThat(server.last().bodyStart()).isEqualTo("id;job\n1;Recruiter\n2\n");
    assertThat(outcome.getStatus()).isEqualTo(LoadStatus.COMMITTED);
    assertThat(outcome.getRows().getRead()).isEqualTo(3_000_000_000L);
    assertThat(outcome.getErrors()).extracting(RowError::getCode).containsExactly("too_few_fields");
  }

  @Test
  void sourceIsNamedInPlaceOfABody() throws Exception {
    server.answer(
        202, JSON, load("running").replace("\"append\"", "\"source\": \"s3://h/\", \"append\""));

    LoadOutcome outcome =
        client().loadSource("jobs", "s3://history/año +.csv", LoadOptions.append());

    assertThat(server.last().line())
        .isEqualTo(
            "POST /db_migration?table=jobs&schema=hiring&append=true&source=s3%3A%2F%2Fhistory%2Fa%C3%B1o%20%2B.csv");
    assertThat(server.last().header("Content-Length")).isIn(null, "0");
    assertThat(server.last().header("Idempotency-Key")).matches("\"[0-9a-f-]{36}\"");
    assertThat(outcome.getStatus()).isEqualTo(LoadStatus.RUNNING);
    assertThat(outcome.getSource()).isEqualTo("s3://h/");
  }

  @Test
  void fileLargerThanTheHeapIsStreamed(@TempDir Path directory) throws Exception {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThan(FILE_SIZE / 2);
    Path file = Files.createFile(directory.resolve("jobs.csv.gz"));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(FILE_SIZE);
    }
    server.answer(200, JSON, REPORT);
    List<Long> progress = Collections.synchronizedList(new ArrayList<>());

    client()
        .load(
            "jobs",
            file,
            LoadOptions.replace()
                .contentType("application/octet-stream")
                .progress(
                    (sent, total) -> {
                      assertThat(total).isEqualTo(FILE_SIZE);
                      progress.add(sent);
                    }));

    assertThat(server.last().bodySize()).isEqualTo(FILE_SIZE);
    assertThat(progress).startsWith(0L).endsWith(FILE_SIZE).isSorted();
  }

  @Test
  void rowsAreSentAsJson() {
    server.answer(200, JSON, REPORT);

    client().loadRows("jobs", List.of(Map.of("id", 1, "job", "Recruiter")), LoadOptions.append());

    assertThat(server.last().line())
        .isEqualTo("PUT /db_migration?table=jobs&schema=hiring&append=true");
    assertThat(server.last().header("Content-Type")).isEqualTo(JSON);
    assertThat(server.last().bodyStart()).contains("\"id\":1").contains("\"job\":\"Recruiter\"");
  }

  @Test
  void temporaryRefusalsAndLostConnectionsAreTriedAgainWithTheSameKey() {
    server
        .answer(503, PROBLEM, problem(503, "draining"), "Retry-After", "0")
        .answer(409, PROBLEM, problem(409, "table_busy"), "Retry-After", "0")
        .answer(408, PROBLEM, problem(408, "idle_body"))
        .answer(0, "", "")
        .answer(502, "text/html", "<html>")
        .answer(200, JSON, REPORT);

    LoadOutcome outcome =
        client()
            .load(
                "jobs",
                () -> new ByteArrayInputStream("1,a\n".getBytes(StandardCharsets.UTF_8)),
                LoadOptions.append());

    assertThat(outcome.getLoadId()).isEqualTo("l1");
    assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(6);
    assertThat(server.requests())
        .extracting(RecordingServer.Request::bodyStart)
        .containsOnly("1,a\n");
    assertThat(server.requests())
        .extracting(request -> request.header("Idempotency-Key"))
        .doesNotContainNull()
        .hasSizeGreaterThan(1)
        .containsOnly(server.last().header("Idempotency-Key"));
  }

  @Test
  void refusalIsAnExceptionWithTheProblemAndNotTriedAgain() {
    server.answer(422, PROBLEM, problem(422, "no_rows_accepted"));

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                client()
                    .loadRows(
                        "jobs",
                        List.of(Map.of("id", "x")),
                        LoadOptions.append().idempotencyKey("my \"key\"")));

    assertThat(refused.code()).isEqualTo("no_rows_accepted");
    assertThat(refused.problem().getErrors()).hasSize(1);
    assertThat(refused).hasMessage("422 no_rows_accepted: what to do (line 1: id is empty)");
    assertThat(server.requests()).hasSize(1);
    assertThat(server.last().header("Idempotency-Key")).isEqualTo("\"my \\\"key\\\"\"");
  }

  @Test
  void missingPrivilegeIsNotTriedAgain() {
    server.answer(503, PROBLEM, problem(503, "missing_privilege"));

    assertThatThrownBy(() -> client().get("l1")).isInstanceOf(ProblemException.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void waitingHasAnEnd() {
    server.answer(503, PROBLEM, problem(503, "draining"), "Retry-After", "60");

    assertThatThrownBy(() -> client().get("l1"))
        .isInstanceOfSatisfying(
            ProblemException.class, refused -> assertThat(refused.code()).isEqualTo("draining"));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void asynchronousLoadIsReturnedAsItRuns() {
    server.answer(202, JSON, load("running"));

    LoadOutcome outcome =
        client().loadRows("jobs", List.of(Map.of("id", 1)), LoadOptions.append().async());

    assertThat(server.last().header("Prefer")).isEqualTo("respond-async");
    assertThat(outcome.getStatus()).isEqualTo(LoadStatus.RUNNING);
  }

  @Test
  void loadsAreReadPageByPage() {
    server
        .answer(200, JSON, "{\"loads\": [" + load("running") + "], \"next\": \"7\"}")
        .answer(200, JSON, "{\"loads\": [" + load("committed") + "], \"next\": null}");

    assertThat(client().loads("jobs", null).limit(1)).hasSize(1);
    assertThat(server.requests()).hasSize(1);
    assertThat(client().loads("jobs", null)).hasSize(1);
    assertThat(server.last().line()).isEqualTo("GET /loads?table=jobs");
  }

  @Test
  void refusedRowsAreReadOverAllPages() {
    server
        .answer(
            200,
            JSON,
            """
            {"rows": [{"line": 2, "column": "id", "code": "required", "message": "m", "raw": ",b"}],
             "next": "99"}
            """)
        .answer(200, JSON, "{\"rows\": [], \"next\": \"120\"}")
        .answer(
            200,
            JSON,
            """
            {"rows": [{"line": 5, "column": null, "code": "malformed", "message": "m", "raw": "x"}],
             "next": null}
            """);

    assertThat(client().rejects("l1").map(RejectedRow::getLine)).containsExactly(2L, 5L);
    assertThat(server.requests())
        .extracting(RecordingServer.Request::line)
        .containsExactly(
            "GET /loads/l1/rejects?limit=1000",
            "GET /loads/l1/rejects?limit=1000&after=99",
            "GET /loads/l1/rejects?limit=1000&after=120");
    assertThat(server.last().header("Accept")).startsWith(JSON);
  }

  @Test
  void eventsAreReadOverLostConnectionsToTheLast() {
    String progress = "retry: 1000\n\nid: 1\nevent: progress\ndata: " + load("running") + "\n\n";
    server
        .answer(200, "text/event-stream", progress)
        .answer(
            200,
            "text/event-stream",
            ": comment\n\nid: ended\nevent: ended\ndata: " + load("committed") + "\n\n");

    List<LoadEvent> events = client().watch("l1").toList();

    assertThat(events).extracting(LoadEvent::ended).containsExactly(false, true);
    assertThat(events.get(1).load().getStatus()).isEqualTo(LoadStatus.COMMITTED);
    assertThat(server.last().line()).isEqualTo("GET /loads/l1/events");
  }

  @Test
  void filesInS3AreLoadedAndTheEndIsAwaited() {
    server
        .answer(202, JSON, REPORT.replace("committed", "running"))
        .answer(
            200,
            "text/event-stream",
            "event: progress\ndata: "
                + load("running")
                + "\n\nevent: ended\ndata: "
                + load("failed")
                + "\n\n");

    LoadOutcome accepted =
        client().loadSource("jobs", "s3://history/jobs/", LoadOptions.append().dryRun());

    assertThat(server.last().line())
        .startsWith("POST /db_migration?table=jobs&")
        .contains("source=s3%3A%2F%2Fhistory%2Fjobs%2F", "dry_run=true");
    assertThat(accepted.getStatus()).isEqualTo(LoadStatus.RUNNING);
    assertThat(client().awaitEnd("l1").getStatus()).isEqualTo(LoadStatus.FAILED);
  }

  @Test
  void eventsOfARevokedKeyEndWithTheProblem() {
    server.answer(
        200,
        "text/event-stream",
        "event: closed\ndata: " + problem(401, "unauthorized").replace("\n", "") + "\n\n");

    assertThatThrownBy(() -> client().watch("l1").toList())
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.code()).isEqualTo("unauthorized"));
  }

  @Test
  void reportIsReadAsRowsAndWrittenAsAFile(@TempDir Path directory) throws Exception {
    server
        .answer(
            200,
            JSON,
            """
            {"report": "departments-above-mean", "year": 2021,
             "rows": [{"id": 7, "department": null, "hired": 3}]}
            """)
        .answer(200, "text/csv", "id,department,hired\r\n7,,3\r\n");
    Path file = directory.resolve("report.csv");

    List<DepartmentsAboveMeanRow> rows = client().report(Report.DEPARTMENTS_ABOVE_MEAN, 2021);
    client().report(Report.DEPARTMENTS_ABOVE_MEAN, 2021, file);

    assertThat(rows).singleElement().extracting(DepartmentsAboveMeanRow::getHired).isEqualTo(3L);
    assertThat(file).content().isEqualTo("id,department,hired\r\n7,,3\r\n");
    assertThat(server.last().line()).isEqualTo("GET /reports/departments-above-mean?year=2021");
    assertThat(server.last().header("Accept")).isEqualTo("text/csv");

    server.answer(200, "text/csv", "id,department,hired\r\n");
    client().report(Report.DEPARTMENTS_ABOVE_MEAN.ofDryRun("a b"), 2021, file);

    assertThat(server.last().line())
        .matches("GET /reports/departments-above-mean\\?year=2021&load_id=a(%20|\\+)b");
  }

  @Test
  void keysAndTokensAreSentWithEveryRequest() {
    server.answer(200, JSON, "{\"name\": \"ada\", \"roles\": [\"reader\"]}");

    Caller me = HiringClient.builder(server.uri()).apiKey("k").build().whoAmI();
    assertThat(me.getName()).isEqualTo("ada");
    assertThat(server.last().header("X-Api-Key")).isEqualTo("k");

    HiringClient.builder(server.uri()).bearerToken(() -> "t").build().whoAmI();
    assertThat(server.last().header("Authorization")).isEqualTo("Bearer t");
  }

  @Test
  void schemaIsThatOfTheOnlyTableOfTheName() {
    server
        .answer(200, JSON, tables("a", "jobs", "a", "people"))
        .answer(200, JSON, REPORT)
        .answer(200, JSON, tables("a", "jobs", "b", "jobs"));
    HiringClient client = HiringClient.builder(server.uri()).build();
    List<Map<String, ?>> rows = List.of(Map.of("id", 1));

    client.loadRows("jobs", rows, LoadOptions.append());

    assertThat(server.last().line()).isEqualTo("PUT /db_migration?table=jobs&schema=a&append=true");
    assertThatThrownBy(() -> client.loadRows("jobs", rows, LoadOptions.append()))
        .hasMessageContaining("schemas a, b have a table jobs");
  }

  private static String tables(String... names) {
    List<String> tables = new ArrayList<>();
    for (int i = 0; i < names.length; i += 2) {
      tables.add(
          """
          {"schema": "%s", "table": "%s", "title": null, "description": null, "columns": [],
           "primary_key": [], "definition": "/tables/x"}
          """
              .formatted(names[i], names[i + 1]));
    }
    return "{\"tables\": [" + String.join(",", tables) + "]}";
  }
}
