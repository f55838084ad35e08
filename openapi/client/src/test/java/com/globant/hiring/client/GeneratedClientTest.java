package com.globant.hiring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.client.api.LoadApi;
import com.globant.hiring.client.api.LoadApi.APIMigrateCsvPutRequest;
import com.globant.hiring.client.api.LoadApi.APIMigrateCsvRequest;
import com.globant.hiring.client.api.ReportsApi;
import com.globant.hiring.client.api.ReportsApi.APIDepartmentsAboveMeanRequest;
import com.globant.hiring.client.api.ReportsApi.APIHiresByQuarterRequest;
import com.globant.hiring.client.api.ServiceApi;
import com.globant.hiring.client.model.LoadReport;
import com.globant.hiring.client.model.Problem;
import com.globant.hiring.client.model.ReportLink;
import com.globant.hiring.client.model.RowError;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the generated client sends and what it makes of answers, against a server that records. */
class GeneratedClientTest {
  private static final long FILE_SIZE = 300L << 20;

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

  @SuppressWarnings("NullAway.Init") // set by start
  private RecordingServer server;

  @BeforeEach
  void start() throws Exception {
    server = RecordingServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void loadIsSentWithItsParametersAndItsReportRead() throws Exception {
    server.answer(200, "application/json", REPORT);

    LoadReport report =
        new LoadApi(client())
            .migrateCsv(
                APIMigrateCsvRequest.newBuilder()
                    .table("jobs")
                    .schema("hiring")
                    .append(true)
                    .header("present")
                    .delimiter(";")
                    .missing("reject")
                    .onError("continue")
                    .maxErrors(3_000_000_000L)
                    .onDuplicate("update")
                    .dryRun(false)
                    .body("id;job\n1;Recruiter\n2\n")
                    .build());

    assertThat(server.request())
        .isEqualTo(
            "POST /db_migration?table=jobs&schema=hiring&append=true&header=present"
                + "&delimiter=%3B&missing=reject&on_error=continue&max_errors=3000000000&on_duplicate=update"
                + "&dry_run=false");
    assertThat(server.header("Content-Type")).isEqualTo("text/csv");
    assertThat(server.bodyStart()).isEqualTo("id;job\n1;Recruiter\n2\n");
    assertThat(report.getStatus()).isEqualTo(LoadReport.StatusEnum.COMMITTED);
    assertThat(report.getRows().getRead()).isEqualTo(3_000_000_000L);
    assertThat(report.getRejectsUrl()).isNull();
    assertThat(report.getErrors()).extracting(RowError::getCode).containsExactly("too_few_fields");
  }

  @Test
  void parametersThatAreNotGivenAreNotSent() throws Exception {
    server.answer(200, "application/json", REPORT);

    new LoadApi(client())
        .migrateCsvPut(
            APIMigrateCsvPutRequest.newBuilder()
                .table("jobs")
                .schema("hiring")
                .body("1,a")
                .build());

    assertThat(server.request()).isEqualTo("PUT /db_migration?table=jobs&schema=hiring");
    assertThat(server.header("Content-Encoding")).isNull();
  }

  @Test
  void fileLargerThanTheHeapIsStreamed(@TempDir Path directory) throws Exception {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThan(FILE_SIZE / 2);
    Path file = Files.createFile(directory.resolve("jobs.csv.gz"));
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(FILE_SIZE);
    }
    server.answer(200, "application/json", REPORT);

    ApiClient client =
        client()
            .setRequestInterceptor(
                RequestBodies.of(BodyPublishers.ofFile(file), "application/octet-stream"));
    new LoadApi(client)
        .migrateCsvPut(
            APIMigrateCsvPutRequest.newBuilder()
                .table("jobs")
                .schema("hiring")
                .contentEncoding("gzip")
                .body("")
                .build());

    assertThat(server.request()).startsWith("PUT /db_migration?");
    assertThat(server.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(server.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(server.bodySize()).isEqualTo(FILE_SIZE);
  }

  @Test
  void problemOfARefusedLoadIsReadFromTheException() throws Exception {
    server.answer(
        422,
        "application/problem+json",
        """
        {"type": "urn:hiring:problem:no_rows_accepted", "title": "Unprocessable Content",
         "status": 422, "detail": "None of the 1 rows was accepted.", "code": "no_rows_accepted",
         "load_id": "l2", "errors": [{"line": 1, "column": "id", "code": "invalid_integer",
         "value": "5.5", "message": "id must be a whole number."}],
         "rejects_url": "http://127.0.0.1/rejects/l2.csv"}
        """);
    LoadApi api = new LoadApi(client());
    APIMigrateCsvRequest request =
        APIMigrateCsvRequest.newBuilder().table("jobs").schema("hiring").body("5.5,a").build();

    ApiException refused = catchThrowableOfType(ApiException.class, () -> api.migrateCsv(request));

    assertThat(refused.getCode()).isEqualTo(422);
    Problem problem =
        client().getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
    assertThat(problem.getCode()).isEqualTo("no_rows_accepted");
    assertThat(problem.getLoadId()).isEqualTo("l2");
    assertThat(problem.getRejectsUrl()).isEqualTo(URI.create("http://127.0.0.1/rejects/l2.csv"));
    assertThat(problem.getErrors()).extracting(RowError::getColumn).containsExactly("id");
  }

  @Test
  void bothReportsAreRead() throws Exception {
    server.answer(
        200,
        "application/json",
        """
        {"message": "Report created successfully!", "rows": 938,
         "presigned-url": "http://127.0.0.1/report.csv?X-Amz-Signature=1%2F2",
         "expires_at": "2026-03-02T10:15:30Z"}
        """);
    ReportsApi api = new ReportsApi(client());

    ReportLink first = api.hiresByQuarter(APIHiresByQuarterRequest.newBuilder().year(2021).build());
    assertThat(server.request()).isEqualTo("GET /first_sql_requirement?year=2021");
    ReportLink second =
        api.departmentsAboveMean(APIDepartmentsAboveMeanRequest.newBuilder().build());
    assertThat(server.request()).isEqualTo("GET /second_sql_requirement");

    assertThat(second).isEqualTo(first);
    assertThat(first.getRows()).isEqualTo(938);
    assertThat(first.getPresignedUrl())
        .isEqualTo(URI.create("http://127.0.0.1/report.csv?X-Amz-Signature=1%2F2"));
    assertThat(first.getExpiresAt()).isEqualTo(OffsetDateTime.parse("2026-03-02T10:15:30Z"));
  }

  @Test
  void healthOfTheServiceIsRead() throws Exception {
    ServiceApi api = new ServiceApi(client());

    server.answer(200, "application/json", "{\"status\": \"live\"}");
    assertThat(api.healthLive().getStatus()).isEqualTo("live");
    server.answer(200, "application/json", "{\"status\": \"ready\"}");
    assertThat(api.healthReady().getStatus()).isEqualTo("ready");
  }

  @Test
  void contractIsReadUnchanged() throws Exception {
    server.answer(200, "application/yaml", "openapi: 3.0.3\n");

    assertThat(new ServiceApi(client()).getOpenApi()).hasContent("openapi: 3.0.3\n");
  }

  private ApiClient client() {
    ApiClient client = new ApiClient();
    client.updateBaseUri(server.uri().toString());
    return client;
  }
}
