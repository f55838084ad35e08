package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both reports, as links and as CSV. */
@ExtendWith(ServiceUnderTest.class)
class ReportsIT {
  private static final String FIRST = "/first_sql_requirement?year=2021";
  private static final String SECOND = "/second_sql_requirement?year=2021";
  private static final String FIRST_CSV =
      "department,job,Q1,Q2,Q3,Q4\r\n"
          + "Engineering,Recruiter,0,0,0,1\r\n"
          + "Sales,\"Clerk, senior\",1,0,0,0\r\n"
          + "Sales,Recruiter,0,2,0,0\r\n";

  private final HiringServer server;
  private final Sql sql;

  ReportsIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void someHires() {
    sql.empty();
    server.load("departments", "1,Sales\n2,Engineering\n3,Empty\n");
    server.load("jobs", "1,Recruiter\n2,\"Clerk, senior\"\n");
    server
        .load(
            "hired_employees",
            "1,a,2021-03-31T23:59:59.999999Z,1,2\n"
                + "2,b,2021-04-01T00:00:00Z,1,1\n"
                + "3,c,2021-06-30T23:59:59Z,1,1\n"
                + "4,d,2021-12-31T23:59:59Z,2,1\n"
                + "5,e,2022-01-01T00:00:00Z,2,1\n"
                + "6,f,2020-12-31T23:59:59Z,2,1\n"
                + "7,g,2021-07-01T00:00:00Z,1,\n"
                + "8,h,2021-07-01T00:00:00Z,,1\n"
                + "9,i,,1,1\n")
        .assertLoaded(9, 9, 0, 0, 0);
  }

  @Test
  void hiresByQuarterAreAtAPresignedUrl() {
    JsonNode report = server.get(FIRST).json();

    assertThat(report.get("rows").asInt()).isEqualTo(3);
    assertThat(report.get("message").asText()).isNotBlank();
    assertThat(server.fetch(report.get("presigned-url").asText()).text()).isEqualTo(FIRST_CSV);
    assertThat(Instant.parse(report.get("expires_at").asText()))
        .isBetween(
            Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
  }

  @Test
  void departmentsAboveTheMeanCountHiresWithoutAJob() {
    JsonNode report = server.get(SECOND).json();

    assertThat(server.fetch(report.get("presigned-url").asText()).text())
        .isEqualTo("id,department,hired\r\n1,Sales,4\r\n");
  }

  @Test
  void theDefaultYearIs2021() {
    assertThat(server.get("/first_sql_requirement", "Accept", "text/csv").text())
        .isEqualTo(FIRST_CSV);
  }

  @Test
  void aYearWithoutHiresIsAnEmptyReport() {
    JsonNode report = server.get("/first_sql_requirement?year=1999").json();

    assertThat(report.get("rows").asInt()).isZero();
    assertThat(server.fetch(report.get("presigned-url").asText()).text())
        .isEqualTo("department,job,Q1,Q2,Q3,Q4\r\n");
    assertThat(server.get("/second_sql_requirement?year=1999").json().get("rows").asInt()).isZero();
  }

  @Test
  void linkAndBodyHaveTheSameFileName() {
    Answer byLink = server.fetch(server.get(FIRST).json().get("presigned-url").asText());
    Answer byBody = server.get(FIRST, "Accept", "text/csv");

    assertThat(byLink.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"hires-by-quarter-2021.csv\"")
        .isEqualTo(byBody.header("Content-Disposition"));
  }

  @Test
  void refusedRowsAreNamedAfterTableAndLoad() {
    JsonNode report = server.load("jobs", "5,Clerk\nx,bad\n", "append=true").json();

    assertThat(server.fetch(report.get("rejects_url").asText()).header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"rejects-jobs-%s.csv\""
                .formatted(report.get("load_id").asText()));
  }

  @Test
  void aReportIsStoredOnceUntilTheNextLoad() {
    String one = server.get(FIRST).json().get("presigned-url").asText();
    String other = server.get(FIRST).json().get("presigned-url").asText();

    assertThat(pathOf(other)).isEqualTo(pathOf(one));
    assertThat(server.fetch(other).text()).isEqualTo(FIRST_CSV);
    server.load("departments", "2,Ventas\n", "append=true", "on_duplicate=update");

    String third = server.get(FIRST).json().get("presigned-url").asText();
    assertThat(pathOf(third)).isNotEqualTo(pathOf(one));
    assertThat(server.fetch(third).text()).contains("Ventas,Recruiter,0,0,0,1");
    assertThat(server.fetch(one).text()).isEqualTo(FIRST_CSV);
  }

  @Test
  void hiresDeletedByAnotherClientAreNotReported() {
    assertThat(server.get(FIRST).json().get("rows").asInt()).isEqualTo(3);
    sql.empty();

    assertThat(server.get(FIRST).json().get("rows").asInt()).isZero();
    assertThat(server.get(SECOND).json().get("rows").asInt()).isZero();
    server.load("departments", "1,Sales\n");
    server.load("hired_employees", "100,a,2021-05-05,1,\n", "append=true");
    assertThat(server.get(SECOND, "Accept", "text/csv").text())
        .isEqualTo("id,department,hired\r\n");
    assertThat(server.get(FIRST).json().get("rows").asInt()).isZero();
  }

  private static String pathOf(String url) {
    return url.substring(0, url.indexOf('?'));
  }

  @Test
  void aChangedUrlIsRefused() {
    String url = server.get(FIRST).json().get("presigned-url").asText();

    assertThat(server.fetch(url.replace("X-Amz-Expires=86400", "X-Amz-Expires=86401")).status())
        .isEqualTo(403);
    assertThat(server.fetch(pathOf(url)).status()).isEqualTo(403);
  }

  @Test
  void csvHasAnETagForConditionalRequests() {
    Answer report = server.get(FIRST, "Accept", "text/csv");

    assertThat(report.header("Content-Type")).startsWith("text/csv");
    assertThat(report.text()).isEqualTo(FIRST_CSV);
    String etag = report.header("ETag");
    assertThat(etag).matches("\"[0-9a-f]{64}\"");
    Answer again = server.get(FIRST, "Accept", "text/csv", "If-None-Match", etag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.text()).isEmpty();
    assertThat(
            server
                .get(FIRST, "Accept", "text/csv", "If-None-Match", "W/" + etag + ", \"x\"")
                .status())
        .isEqualTo(304);
    server.load("hired_employees", "10,j,2021-01-01,2,2\n", "append=true");
    assertThat(server.get(FIRST, "Accept", "text/csv", "If-None-Match", etag).status())
        .isEqualTo(200);
  }

  @Test
  void csvIsTheSameUntilTheNextLoad() {
    Answer first = server.get(FIRST, "Accept", "text/csv");
    Answer second = server.get(FIRST, "Accept", "text/csv");
    assertThat(second.text()).isEqualTo(FIRST_CSV);
    for (String header : List.of("ETag", "Content-Type", "Content-Disposition", "Content-Length")) {
      assertThat(second.header(header)).as(header).isNotEmpty().isEqualTo(first.header(header));
    }

    server.load("jobs", "1,Talent\n", "append=true", "on_duplicate=update");
    assertThat(server.get(FIRST, "Accept", "text/csv").text())
        .isEqualTo(FIRST_CSV.replace("Recruiter", "Talent"));
    server.load("departments", "1,Sales\n2,Ventas\n");
    assertThat(server.get(FIRST, "Accept", "text/csv").text()).contains("Ventas,Talent,0,0,0,1");
    server.load("hired_employees", "1,a,2021-08-01,1,1\n");
    for (int turn = 0; turn < 2; turn++) {
      assertThat(server.get(FIRST, "Accept", "text/csv").text())
          .isEqualTo("department,job,Q1,Q2,Q3,Q4\r\nSales,Talent,0,0,1,0\r\n");
    }
  }

  /** Of 200 KB, which are sent in pieces from memory, and of 1.3 MB, which are not kept there. */
  @ParameterizedTest
  @ValueSource(ints = {20, 50})
  void aLargeReportIsComplete(int names) {
    String longNames =
        IntStream.range(0, names)
            .mapToObj(id -> id + "," + "N".repeat(255) + "\n")
            .collect(Collectors.joining());
    sql.empty();
    server.load("departments", longNames);
    server.load("jobs", longNames);
    server.load(
        "hired_employees",
        IntStream.range(0, names * names)
            .mapToObj(id -> "%d,a,2021-01-01,%d,%d\n".formatted(id, id / names, id % names))
            .collect(Collectors.joining()));

    Answer first = server.get(FIRST, "Accept", "text/csv");
    Answer second = server.get(FIRST, "Accept", "text/csv");
    assertThat(first.text()).hasSize(28 + names * names * (255 + 1 + 255 + 10));
    assertThat(second.text()).isEqualTo(first.text());
    assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
  }
}
