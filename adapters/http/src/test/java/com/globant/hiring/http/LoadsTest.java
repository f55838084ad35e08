package com.globant.hiring.http;

import static com.globant.hiring.application.Blocking.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.record.BulkRun;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.report.HiresOfDryRun;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.HiringTables;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loads as a resource: their history, their events and refused rows, and how they are cancelled.
 */
class LoadsTest extends LoadsFixture {
  private static final String NOBODY = "/loads/6f3e1d0a-97c5-4b1a-9c55-2f4e8a1b7d60";

  @Test
  void recordHasParametersResultAndClient() throws Exception {
    JsonObject report =
        json(
            send(
                "PUT",
                DEPARTMENTS + "&append=true&max_errors=7&on_duplicate=update",
                "1,Sales\nx,bad\n",
                "X-Request-Id",
                "nightly"));

    JsonObject load = json(get("/loads/" + report.getString("load_id")));

    assertThat(load.fieldNames())
        .containsExactly(
            "load_id",
            "status",
            "schema",
            "table",
            "append",
            "source",
            "engine",
            "header",
            "delimiter",
            "columns",
            "missing",
            "on_error",
            "max_errors",
            "on_duplicate",
            "dry_run",
            "rows",
            "bytes",
            "files",
            "run",
            "sha256",
            "elapsed_ms",
            "errors",
            "rejects",
            "rejects_kept",
            "reports",
            "client",
            "request_id",
            "started_at",
            "ended_at",
            "problem");
    for (String same : List.of("load_id", "status", "rows", "bytes", "sha256", "errors")) {
      assertThat(load.getValue(same)).as(same).isEqualTo(report.getValue(same));
    }
    assertThat(load.getLong("max_errors")).isEqualTo(7);
    assertThat(load.getString("on_duplicate")).isEqualTo("update");
    assertThat(load.getString("missing")).isEqualTo("null");
    assertThat(load.getString("on_error")).isEqualTo("continue");
    assertThat(load.getValue("header")).isNull();
    assertThat(load.getValue("delimiter")).isNull();
    assertThat(load.getString("request_id")).isEqualTo("nightly");
    assertThat(load.getValue("client")).isNull();
    assertThat(load.getString("started_at")).endsWith("Z");
    assertThat(load.getString("ended_at")).endsWith("Z");
    assertThat(load.getValue("problem")).isNull();
    assertThat(load.getValue("reports")).isNull();
    assertNoReports(report.getString("load_id"));
  }

  @Test
  void recordOfADryRunOnAClusterLinksToItsReports() throws Exception {
    assertThat(put(DEPARTMENTS, "1,Sales\n2,Legal\n").statusCode()).isEqualTo(200);
    String loadId = UUID.randomUUID().toString();
    LoadSubmission dryRun =
        new LoadSubmission(
            loadId,
            RequestBuilder.request(HiringTables.HIRED_EMPLOYEES).dryRun().build(),
            null,
            "request",
            null);
    await(hiring.records().open(dryRun));
    assertNoReports(loadId);
    HiresOfDryRun.store(
        new InMemoryCsvSpools(),
        hiring.store(),
        dryRun,
        Map.of(2021, List.of(new HireCount(2, null, 1, 2, 0, 0))));
    LoadResult result =
        new LoadResult(
            RowCounts.NONE,
            0,
            null,
            "",
            0,
            List.of(),
            false,
            0,
            new BulkRun("in-memory", "run", null, 0, null));
    await(hiring.records().ended(loadId, LoadStatus.VALIDATED, result, null));

    JsonObject reports = json(get("/loads/" + loadId)).getJsonObject("reports");

    assertThat(get(reports.getString("hires_by_quarter"), "Accept", "text/csv").body())
        .isEqualTo("department,job,Q1,Q2,Q3,Q4\r\n");
    String aboveMean = reports.getString("departments_above_mean");
    assertThat(get(aboveMean, "Accept", "text/csv").body())
        .isEqualTo("id,department,hired\r\n2,Legal,3\r\n");
    URI link = URI.create(json(get(aboveMean)).getString("presigned-url"));
    assertThat(hiring.store().read(link))
        .hasValueSatisfying(
            stored ->
                assertThat(stored).asString().isEqualTo("id,department,hired\r\n2,Legal,3\r\n"));
    assertThat(get(aboveMean + "&year=2020", "Accept", "text/csv").body())
        .isEqualTo("id,department,hired\r\n");
    assertThat(get("/reports/departments-above-mean?load_id=" + loadId).body())
        .contains("{\"id\":2,\"department\":\"Legal\",\"hired\":3}");
    HttpResponse<String> csv = get(aboveMean, "Accept", "text/csv");
    String etag = csv.headers().firstValue("ETag").orElseThrow();
    assertThat(get(aboveMean, "Accept", "text/csv", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
    assertThat(get("/second_sql_requirement", "Accept", "text/csv").body())
        .isEqualTo("id,department,hired\r\n");
  }

  private void assertNoReports(String loadId) throws Exception {
    for (String path :
        List.of(
            "/first_sql_requirement",
            "/second_sql_requirement",
            "/reports/hires-by-quarter",
            "/reports/departments-above-mean")) {
      assertProblem(get(path + "?load_id=" + loadId), 404, "no_reports");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "00000000-0000-0000-0000-000000000000", "%F0%9F%9A%80%27", ""})
  void reportsOfAnUnknownLoadAre404(String loadId) throws Exception {
    assertProblem(get("/first_sql_requirement?load_id=" + loadId), 404, "unknown_load");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "delimiter=,~1,Sales~,",
        "delimiter=%2C~1,Sales~,",
        "delimiter=;~1;Sales~;",
        "delimiter=%3B~1;Sales~;",
        "delimiter=;&append=true~1;Sales~;",
        "delimiter=%7C~1|Sales~|",
        "delimiter=tab~1\tSales~tab",
        "delimiter=%09~1\tSales~tab"
      })
  void delimiterParameterIsUsed(String query, String row, String recorded) throws Exception {
    HttpResponse<String> answer = put(DEPARTMENTS + "&" + query, row);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(get("/loads/" + id(answer))).getString("delimiter")).isEqualTo(recorded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "%20", ",,", "%09%09", "TAB", "comma", ";;", "a", "%00"})
  void otherDelimitersGet400(String value) throws Exception {
    assertProblem(put(DEPARTMENTS + "&delimiter=" + value, "1,a"), 400, "invalid_parameter");
  }

  @Test
  void delimiterParameterOverridesMediaType() throws Exception {
    String tabs = "text/tab-separated-values; charset=utf-8";

    assertThat(send("PUT", DEPARTMENTS, "1\tSales", "Content-Type", tabs).statusCode())
        .isEqualTo(200);
    assertThat(
            send("PUT", DEPARTMENTS + "&delimiter=,", "1,Sales", "Content-Type", tabs).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusedLoadIsRecordedWithItsProblem() throws Exception {
    JsonObject problem = json(put(DEPARTMENTS, "x,bad\n"));

    JsonObject load = json(get("/loads/" + problem.getString("load_id")));

    assertThat(load.getString("status")).isEqualTo("failed");
    assertThat(load.getJsonObject("problem"))
        .isEqualTo(
            new JsonObject()
                .put("code", "no_rows_accepted")
                .put("detail", problem.getString("detail")));
  }

  @Test
  void loadsAreListedInPagesNewestFirst() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, id(put(DEPARTMENTS, "1,Sales\n")));
    }

    List<String> found = new ArrayList<>();
    String path = "/loads?limit=2&table=departments&status=committed";
    while (!path.isEmpty()) {
      HttpResponse<String> page = get(path);
      loads(page).forEach(load -> found.add(load.getString("load_id")));
      String link = page.headers().firstValue("Link").orElse("");
      assertThat(link.isEmpty()).isEqualTo(json(page).getString("next") == null);
      path = link.replaceFirst("<(.*)>; rel=\"next\"", "$1");
    }

    assertThat(found).isEqualTo(ids);
    assertThat(loads(get("/loads"))).hasSize(5);
    assertThat(loads(get("/loads?limit=5"))).hasSize(5);
    assertThat(get("/loads?limit=5").headers().firstValue("Link")).isEmpty();
  }

  @Test
  void loadsAreFilteredByTableAndStatus() throws Exception {
    String jobs = id(put("/db_migration?schema=hiring&table=jobs", "1,Recruiter\n"));
    String dry = id(put(DEPARTMENTS + "&dry_run=true", "1,Sales\n"));
    String bad = id(put(DEPARTMENTS, "x,bad\n"));

    assertThat(ids("/loads?table=jobs")).containsExactly(jobs);
    assertThat(ids("/loads?table=departments")).containsExactly(bad, dry);
    assertThat(ids("/loads?status=validated")).containsExactly(dry);
    assertThat(ids("/loads?status=failed&table=departments")).containsExactly(bad);
    assertThat(ids("/loads?status=failed&table=jobs")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=done", "limit=0", "limit=1001", "before=x", "after=1"})
  void invalidListParametersGet400(String query) throws Exception {
    assertProblem(get("/loads?" + query), 400, "invalid_parameter");
  }

  @ParameterizedTest
  @CsvSource({"GET,''", "DELETE,''", "GET,/rejects", "GET,/events"})
  void unknownLoadGets404(String method, String rest) throws Exception {
    assertProblem(send(method, NOBODY + rest, ""), 404, "unknown_load");
    assertProblem(send(method, "/loads/17" + rest, ""), 404, "unknown_load");
    assertProblem(send(method, "/loads/%F0%9F%9A%80%27" + rest, ""), 404, "unknown_load");
  }

  @Test
  void rejectsRedirectToTheRefusedRows() throws Exception {
    String some = id(put(DEPARTMENTS, "1,Sales\nx,bad\n"));
    String none = id(put(DEPARTMENTS, "1,Sales\n"));

    HttpResponse<String> redirect = get("/loads/" + some + "/rejects");

    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("Cache-Control")).contains("no-store");
    URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
    assertThat(new String(hiring.store().read(location).orElseThrow(), UTF_8)).contains("x,bad");
    assertThat(json(get("/loads/" + some)).getString("rejects"))
        .isEqualTo("/loads/" + some + "/rejects");
    assertProblem(get("/loads/" + none + "/rejects"), 404, "no_rejects");
    assertThat(json(get("/loads/" + none)).getString("rejects")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*|302",
        "image/png|302",
        "text/html,application/xhtml+xml,*/*;q=0.8|302",
        "text/csv;q=0.5,*/*|302",
        "text/csv;q=0|302",
        "text/csv|200",
        "text/csv,*/*|200",
        "application/json;q=0.9,text/csv|200",
      })
  void rejectsAreSentToClientsThatNameCsv(String accept, int status) throws Exception {
    String id = id(put(DEPARTMENTS, "1,Sales\nx,bad\n"));

    HttpResponse<String> answer = get("/loads/" + id + "/rejects", "Accept", accept);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().allValues("Vary")).contains("accept");
    if (status == 200) {
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
      assertThat(answer.headers().firstValue("Content-Disposition"))
          .contains("attachment; filename=\"rejects-departments-%s.csv\"".formatted(id));
      assertThat(answer.body()).contains("x,bad");
    }
  }

  @Test
  void rejectsAsJsonComeInPages() throws Exception {
    String path = "/loads/" + id(put(DEPARTMENTS, "1,Sales\nx,bad\n2\ny,worse\n")) + "/rejects";

    JsonObject first = json(get(path + "?limit=1", "Accept", "application/json"));
    JsonObject second =
        json(get(path + "?after=" + first.getString("next"), "Accept", "application/json"));

    assertThat(first.getJsonArray("rows")).hasSize(1);
    JsonObject row = first.getJsonArray("rows").getJsonObject(0);
    assertThat(row.fieldNames()).containsExactly("line", "column", "code", "message", "raw");
    assertThat(row.getInteger("line")).isEqualTo(2);
    assertThat(row.getString("column")).isEqualTo("id");
    assertThat(row.getString("raw")).isEqualTo("x,bad");
    assertThat(lines(second)).containsExactly(3, 4);
    assertThat(second.getJsonArray("rows").getJsonObject(0).getString("column")).isNull();
    assertThat(second.fieldNames()).contains("next");
    assertThat(second.getString("next")).isNull();
    assertThat(lines(json(get(path + "?code=too_few_fields", "Accept", "application/json"))))
        .containsExactly(3);
    assertThat(lines(json(get(path + "?column=id", "Accept", "application/json"))))
        .containsExactly(2, 4);
    assertProblem(get(path + "?code=required"), 400, "invalid_parameter");
    assertProblem(get(path + "?limit=1", "Accept", "text/csv"), 400, "invalid_parameter");
    assertProblem(get(path + "?after=31", "Accept", "application/json"), 400, "invalid_parameter");
    assertProblem(get(path + "?limit=0", "Accept", "application/json"), 400, "invalid_parameter");
  }

  private static List<Integer> lines(JsonObject page) {
    return page.getJsonArray("rows").stream()
        .map(row -> ((JsonObject) row).getInteger("line"))
        .toList();
  }

  @Test
  void eventsReportProgressAndThenTheOutcome() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<HttpResponse<String>> load = slow(DEPARTMENTS, goOn);
    String id = runningId();

    HttpResponse<Stream<String>> events =
        client.send(
            request("GET", "/loads/" + id + "/events", BodyPublishers.noBody()),
            BodyHandlers.ofLines());
    Iterator<String> lines = events.body().iterator();
    assertThat(events.headers().firstValue("Content-Type")).contains("text/event-stream");
    assertThat(events.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(List.of(lines.next(), lines.next())).containsExactly("retry: 1000", "");
    assertThat(event(lines, "1", "progress").getString("status")).isEqualTo("running");
    assertThat(event(lines, "2", "progress").getString("load_id")).isEqualTo(id);
    goOn.countDown();

    List<String> rest = new ArrayList<>();
    lines.forEachRemaining(rest::add);

    assertThat(rest.subList(rest.size() - 4, rest.size()))
        .startsWith("id: ended", "event: ended")
        .endsWith("");
    assertThat(rest.get(rest.size() - 2)).contains("\"status\":\"committed\"");
    assertThat(load.join().statusCode()).isEqualTo(200);
  }

  @Test
  void reconnectingClientGetsTheOutcomeOnce() throws Exception {
    String id = id(put(DEPARTMENTS, "1,Sales\n"));

    HttpResponse<String> again = get("/loads/" + id + "/events", "Last-Event-ID", "3");

    assertThat(again.body()).startsWith("retry: 1000\n\nid: ended\nevent: ended\ndata: {");
    assertThat(get("/loads/" + id + "/events", "Last-Event-ID", "ended").statusCode())
        .isEqualTo(204);
    assertProblem(get("/loads/" + id + "/events", "Accept", "text/csv"), 406, "not_acceptable");
  }

  @Test
  void eventsContinueAfterAnOutageOfTheRecords() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<HttpResponse<String>> load = slow(DEPARTMENTS, goOn);
    HttpResponse<Stream<String>> events =
        client.send(
            request("GET", "/loads/" + runningId() + "/events", BodyPublishers.noBody()),
            BodyHandlers.ofLines());
    Iterator<String> lines = events.body().iterator();
    hiring.records().setUnavailable(true);
    while (!lines.next().startsWith(":")) {
      // Progress from before.
    }
    hiring.records().setUnavailable(false);
    goOn.countDown();

    List<String> rest = new ArrayList<>();
    lines.forEachRemaining(rest::add);

    assertThat(rest).contains("event: ended");
    assertThat(load.join().statusCode()).isEqualTo(200);
  }

  @Test
  void cancelIsAnsweredAfterTheRollback() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<HttpResponse<String>> load = slow(DEPARTMENTS, goOn);
    String id = runningId();

    HttpResponse<String> cancelled = send("DELETE", "/loads/" + id, "");

    assertThat(cancelled.statusCode()).isEqualTo(200);
    assertThat(json(cancelled).getString("status")).isEqualTo("cancelled");
    assertThat(json(cancelled).getJsonObject("problem").getString("code")).isEqualTo("cancelled");
    assertThat(hiring.tables().underWay()).isZero();
    goOn.countDown();
    assertProblem(load.join(), 409, "cancelled");
    assertProblem(send("DELETE", "/loads/" + id, ""), 409, "load_ended");
    assertThat(hiring.tables().rows("hiring", HiringTables.DEPARTMENTS)).isEmpty();
  }

  private static JsonObject event(Iterator<String> lines, String id, String name) {
    assertThat(lines.next()).isEqualTo("id: " + id);
    assertThat(lines.next()).isEqualTo("event: " + name);
    String data = lines.next();
    assertThat(data).startsWith("data: {");
    assertThat(lines.next()).isEmpty();
    return new JsonObject(data.substring("data: ".length()));
  }

  private CompletableFuture<HttpResponse<String>> slow(String path, CountDownLatch goOn) {
    return client.sendAsync(request("PUT", path, SlowBody.until(goOn)), BodyHandlers.ofString());
  }

  private List<String> ids(String path) throws Exception {
    return loads(get(path)).stream().map(load -> load.getString("load_id")).toList();
  }

  private HttpResponse<String> put(String path, String csv) throws Exception {
    return send("PUT", path, csv);
  }
}
