package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of every answer: security, other origins, the id of the request. */
class AnswerHeadersTest {
  private static final String FRIEND = "https://app.example";
  private static final String DEPARTMENTS = "/db_migration?schema=hiring&table=departments";

  private final RunningApi api = RunningApi.anonymous(FRIEND);

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/first_sql_requirement",
        "/first_sql_requirement?year=x",
        "/db_migration",
        "/nothing",
        "/health/live",
        "/openapi.yaml",
        "/docs",
        "/docs/"
      })
  void everyAnswerHasSecurityHeaders(String path) throws Exception {
    HttpHeaders headers = api.send("GET", path, "").headers();

    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
    assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
    boolean json = headers.firstValue("Content-Type").orElse("").endsWith("json");
    assertThat(headers.firstValue("Cache-Control").orElse("").equals("no-store")).isEqualTo(json);
  }

  @Test
  void pageOfAnAllowedOriginIsAnswered() throws Exception {
    HttpResponse<String> leave =
        api.send(
            "OPTIONS",
            DEPARTMENTS,
            "",
            "Origin",
            FRIEND,
            "Access-Control-Request-Method",
            "PUT",
            "Access-Control-Request-Headers",
            "x-api-key,content-type");
    HttpResponse<String> report = api.send("GET", "/first_sql_requirement", "", "Origin", FRIEND);

    assertThat(leave.statusCode()).isEqualTo(204);
    assertThat(leave.headers().firstValue("Access-Control-Allow-Origin")).contains(FRIEND);
    assertThat(leave.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("PUT");
    assertThat(leave.headers().firstValue("Access-Control-Allow-Headers"))
        .contains("x-api-key,content-type");
    assertThat(report.statusCode()).isEqualTo(200);
    assertThat(report.headers().firstValue("Access-Control-Allow-Origin")).contains(FRIEND);
    assertThat(report.headers().firstValue("Access-Control-Expose-Headers").orElseThrow())
        .contains("ETag");
  }

  @Test
  void preflightOfAnotherOriginIsNotAllowed() throws Exception {
    HttpResponse<String> leave =
        api.send(
            "OPTIONS",
            DEPARTMENTS,
            "",
            "Origin",
            "https://other.example",
            "Access-Control-Request-Method",
            "PUT");
    HttpResponse<String> report =
        api.send("GET", "/first_sql_requirement", "", "Origin", "https://other.example");

    assertThat(leave.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(report.statusCode()).isEqualTo(200);
    assertThat(report.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(report.headers().allValues("Vary")).contains("Origin");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/health/live,200",
    "GET,/openapi.yaml,200",
    "GET,/docs/,200",
    "GET,/docs,308",
    "GET,/else,404",
    "PATCH,/health/live,405",
    "PUT,/db_migration?schema=hiring&table=jobs&append=2,400"
  })
  void everyAnswerHasTheIdOfItsRequest(String method, String path, int status) throws Exception {
    HttpResponse<String> named =
        api.send(method, path, "", "X-Request-Id", "Import_1:2/3+4=@a.b-c");
    HttpResponse<String> nameless = api.send(method, path, "");

    assertThat(named.statusCode()).isEqualTo(status);
    assertThat(named.headers().allValues("X-Request-Id")).containsExactly("Import_1:2/3+4=@a.b-c");
    assertThat(nameless.headers().allValues("X-Request-Id")).singleElement().asString().hasSize(36);
  }

  @Test
  void reportsAndLoadsHaveTheIdOfTheirRequestToo() throws Exception {
    HttpResponse<String> csv =
        api.send("GET", "/second_sql_requirement", "", "Accept", "text/csv", "X-Request-Id", "csv");
    String etag = csv.headers().firstValue("ETag").orElseThrow();

    assertThat(csv.headers().firstValue("X-Request-Id")).contains("csv");
    assertThat(
            api.send(
                    "GET",
                    "/second_sql_requirement",
                    "",
                    "Accept",
                    "text/csv",
                    "If-None-Match",
                    etag,
                    "X-Request-Id",
                    "unchanged")
                .headers()
                .firstValue("X-Request-Id"))
        .contains("unchanged");
    assertThat(
            api.send("PUT", DEPARTMENTS, "1,Sales\n", "X-Request-Id", "load")
                .headers()
                .firstValue("X-Request-Id"))
        .contains("load");
  }

  @Test
  void problemHasTheIdOfItsRequest() throws Exception {
    HttpResponse<String> problem = api.send("GET", "/else", "", "X-Request-Id", "lost");

    assertThat(new JsonObject(problem.body()).getString("request_id")).isEqualTo("lost");
  }

  @Test
  void unparsableRequestGetsAnIdToo() throws Exception {
    assertThat(api.exchange("no HTTP\r\n\r\n"))
        .contains(" 400 Bad Request")
        .containsIgnoringCase("x-request-id: ");
  }
}
