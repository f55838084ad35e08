package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports as JSON. */
class ReportRowsTest {
  private final RunningApi api = RunningApi.anonymous();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void reportsAreSentAsRows() throws Exception {
    load("departments", "1,Sales\n2,Human \"Resources\"\n");
    load("jobs", "7,Recruiter\n");
    load("hired_employees", "1,Ada,2021-01-01,2,7\n2,Bob,2021-12-31,2,7\n");

    HttpResponse<String> byQuarter = get("/reports/hires-by-quarter?year=2021");
    HttpResponse<String> aboveMean = get("/reports/departments-above-mean?year=2021");

    assertThat(byQuarter.body())
        .isEqualTo(
            "{\"report\":\"hires-by-quarter\",\"year\":2021,\"rows\":["
                + "{\"department\":\"Human \\\"Resources\\\"\",\"job\":\"Recruiter\",\"q1\":1,\"q2\":0,\"q3\":0,\"q4\":1}]}");
    assertThat(aboveMean.body())
        .isEqualTo(
            "{\"report\":\"departments-above-mean\",\"year\":2021,\"rows\":["
                + "{\"id\":2,\"department\":\"Human \\\"Resources\\\"\",\"hired\":2}]}");
    // The second time from memory.
    assertThat(get("/reports/hires-by-quarter?year=2021").body()).isEqualTo(byQuarter.body());
    assertThat(get("/reports/hires-by-quarter?year=2020").body()).endsWith("\"rows\":[]}");
    assertThat(get("/reports/hires-by-quarter?year=2021", "Accept", "text/csv").body())
        .isEqualTo(get("/first_sql_requirement?year=2021", "Accept", "text/csv").body());
    String etag = byQuarter.headers().firstValue("ETag").orElseThrow();
    assertThat(etag)
        .isNotEqualTo(
            get("/reports/hires-by-quarter?year=2021", "Accept", "text/csv")
                .headers()
                .firstValue("ETag")
                .orElseThrow());
    assertThat(get("/reports/hires-by-quarter?year=2021", "If-None-Match", etag).statusCode())
        .isEqualTo(304);
    assertThat(get("/reports/hires-by-quarter?year=21").statusCode()).isEqualTo(400);
  }

  @Test
  void largeReportsAreSentInPieces() throws Exception {
    StringBuilder jobs = new StringBuilder();
    StringBuilder hires = new StringBuilder();
    for (int id = 1; id <= 2000; id++) {
      jobs.append(id).append(",Job ").append("x".repeat(100)).append(id).append('\n');
      hires.append(id).append(",Ada,2021-01-01,1,").append(id).append('\n');
    }
    load("departments", "1,Sales\n");
    load("jobs", jobs.toString());
    load("hired_employees", hires.toString());

    String body = get("/reports/hires-by-quarter?year=2021").body();

    assertThat(body.length()).isGreaterThan(200_000);
    assertThat(new JsonObject(body).getJsonArray("rows")).hasSize(2000).doesNotHaveDuplicates();
  }

  private void load(String table, String csv) throws Exception {
    HttpResponse<String> loaded =
        api.send("PUT", "/db_migration?schema=hiring&table=" + table, csv);
    assertThat(loaded.statusCode()).as(loaded.body()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return api.send("GET", path, "", headers);
  }
}
