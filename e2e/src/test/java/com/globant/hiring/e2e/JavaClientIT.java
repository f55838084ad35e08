package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.client.ApiClient;
import com.globant.hiring.client.ApiException;
import com.globant.hiring.client.RequestBodies;
import com.globant.hiring.client.api.LoadApi;
import com.globant.hiring.client.api.LoadApi.APICancelLoadRequest;
import com.globant.hiring.client.api.LoadApi.APIGetLoadRequest;
import com.globant.hiring.client.api.LoadApi.APIGetRejectsRequest;
import com.globant.hiring.client.api.LoadApi.APIListLoadsRequest;
import com.globant.hiring.client.api.LoadApi.APIMigrateCsvPutRequest;
import com.globant.hiring.client.api.LoadApi.APIMigrateCsvRequest;
import com.globant.hiring.client.api.LoadApi.APIWatchLoadRequest;
import com.globant.hiring.client.api.ReportsApi;
import com.globant.hiring.client.api.ReportsApi.APIDepartmentsAboveMeanRequest;
import com.globant.hiring.client.api.ReportsApi.APIHiresByQuarterRequest;
import com.globant.hiring.client.api.ServiceApi;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.LoadPage;
import com.globant.hiring.client.model.LoadReport;
import com.globant.hiring.client.model.LoadStatus;
import com.globant.hiring.client.model.Problem;
import com.globant.hiring.client.model.ReportLink;
import com.globant.hiring.client.model.RowError;
import java.io.File;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the contract, by the generated Java client. */
@ExtendWith(ServiceUnderTest.class)
class JavaClientIT {
  private final HiringServer server;
  private final Sql sql;

  JavaClientIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void emptyTables() {
    sql.empty();
  }

  private ApiClient client() {
    ApiClient client = new ApiClient();
    client.updateBaseUri(server.base().toString());
    return client;
  }

  private LoadReport post(String table, String csv) throws ApiException {
    return new LoadApi(client())
        .migrateCsv(
            APIMigrateCsvRequest.newBuilder()
                .table(table)
                .schema(server.schema())
                .xRequestId("client-it")
                .body(csv)
                .build());
  }

  @Test
  void postsRows() throws Exception {
    LoadReport report = post("departments", "1,Sales\nx,bad\n");

    assertThat(report.getStatus()).isEqualTo(LoadReport.StatusEnum.COMMITTED);
    assertThat(report.getRows().getInserted()).isEqualTo(1);
    assertThat(report.getErrors()).extracting(RowError::getCode).containsExactly("invalid_integer");
    assertThat(report.getRejectsUrl()).isNotNull();
  }

  @Test
  void streamsAFile(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("jobs.csv");
    StringBuilder csv = new StringBuilder();
    for (int id = 1; id <= 50_000; id++) {
      csv.append(id).append(",Job number ").append(id).append('\n');
    }
    Files.writeString(file, csv);
    ApiClient client =
        client().setRequestInterceptor(RequestBodies.of(BodyPublishers.ofFile(file), "text/csv"));

    LoadReport report =
        new LoadApi(client)
            .migrateCsvPut(
                APIMigrateCsvPutRequest.newBuilder()
                    .table("jobs")
                    .schema(server.schema())
                    .append(true)
                    .body("")
                    .build());

    assertThat(report.getRows().getInserted()).isEqualTo(50_000);
    assertThat(sql.count("jobs")).isEqualTo(50_000);
  }

  @Test
  void exceptionsHaveTheProblem() throws Exception {
    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> post("departments", "x,bad\n"));

    Problem problem =
        client().getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
    assertThat(refused.getCode()).isEqualTo(422);
    assertThat(problem.getCode()).isEqualTo("no_rows_accepted");
    assertThat(problem.getErrors()).hasSize(1);
    assertThat(problem.getRequestId()).isEqualTo("client-it");
  }

  @Test
  void getsLinksToBothReports() throws Exception {
    post("departments", "1,Sales\n");
    post("jobs", "1,Recruiter\n");
    post("hired_employees", "1,Ada,2021-01-01,1,1\n");
    ReportsApi api = new ReportsApi(client());

    ReportLink first = api.hiresByQuarter(APIHiresByQuarterRequest.newBuilder().year(2021).build());
    ReportLink second =
        api.departmentsAboveMean(APIDepartmentsAboveMeanRequest.newBuilder().build());

    assertThat(first.getRows()).isEqualTo(1);
    assertThat(server.fetch(String.valueOf(first.getPresignedUrl())).text())
        .endsWith("Sales,Recruiter,1,0,0,0\r\n");
    assertThat(second.getRows()).isZero();
  }

  @Test
  void listsFindsAndFollowsLoads() throws Exception {
    LoadReport report = post("departments", "1,Sales\nx,bad\n");
    LoadApi api = new LoadApi(client());

    Load load = api.getLoad(APIGetLoadRequest.newBuilder().loadId(report.getLoadId()).build());
    LoadPage page =
        api.listLoads(
            APIListLoadsRequest.newBuilder()
                .table("departments")
                .status("committed")
                .limit(1)
                .build());
    File events =
        api.watchLoad(APIWatchLoadRequest.newBuilder().loadId(report.getLoadId()).build());

    assertThat(load.getStatus()).isEqualTo(LoadStatus.COMMITTED);
    assertThat(load.getRows()).isEqualTo(report.getRows());
    assertThat(load.getRequestId()).isEqualTo("client-it");
    assertThat(load.getProblem()).isNull();
    assertThat(page.getLoads()).containsExactly(load);
    assertThat(events).content().contains("event: ended").contains(report.getLoadId());
  }

  @Test
  void followsTheRedirectToRefusedRows() throws Exception {
    LoadReport report = post("departments", "1,Sales\nx,bad\n");

    ApiException redirect =
        catchThrowableOfType(
            ApiException.class,
            () ->
                new LoadApi(client())
                    .getRejects(
                        APIGetRejectsRequest.newBuilder().loadId(report.getLoadId()).build()));

    assertThat(redirect.getCode()).isEqualTo(302);
    String location = redirect.getResponseHeaders().firstValue("Location").orElseThrow();
    assertThat(server.fetch(location).text()).endsWith("\"x,bad\"\r\n");
  }

  @Test
  void cancelsARunningLoad() throws Exception {
    LoadApi api = new LoadApi(client());
    try (SlowLoad slow = SlowLoad.begin(server, "jobs").send("1,Recruiter\n")) {
      Load cancelled = api.cancelLoad(APICancelLoadRequest.newBuilder().loadId(slow.id()).build());

      assertThat(cancelled.getStatus()).isEqualTo(LoadStatus.CANCELLED);
      slow.answer().assertProblem(409, "cancelled");
    }
  }

  @Test
  void readsHealthAndContract() throws Exception {
    ServiceApi api = new ServiceApi(client());

    assertThat(api.healthLive().getStatus()).isEqualTo("live");
    assertThat(api.healthReady().getStatus()).isEqualTo("ready");
    assertThat(api.getMetrics()).contains("hiring_loads_total");
    assertThat(api.getOpenApi()).content().startsWith("openapi: 3.0.3");
  }
}
