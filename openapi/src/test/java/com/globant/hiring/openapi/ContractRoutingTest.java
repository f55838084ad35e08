package com.globant.hiring.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.ext.web.openapi.Operation;
import io.vertx.ext.web.openapi.RouterBuilder;
import io.vertx.ext.web.openapi.RouterBuilderOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What vertx-web-openapi makes of the contract: a router whose operations anyone may call while no
 * authentication is configured, and that leaves request bodies unread for their handlers.
 */
class ContractRoutingTest {
  private static final String LOAD = "/db_migration?table=jobs&schema=hiring";

  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // set by startServer
  private static URI base;

  @BeforeAll
  static void startServer() throws Exception {
    RouterBuilder builder = await(RouterBuilder.create(VERTX, Contract.RESOURCE));
    builder.setOptions(
        new RouterBuilderOptions()
            .setRequireSecurityHandlers(false)
            .setMountNotImplementedHandler(false));
    builder.rootHandler((PlatformHandler) RoutingContext::next);
    for (Operation operation : builder.operations()) {
      operation.handler(context -> answer(context, operation.getOperationId()));
    }
    HttpServer server =
        await(
            VERTX.createHttpServer().requestHandler(builder.createRouter()).listen(0, "127.0.0.1"));
    base = URI.create("http://127.0.0.1:" + server.actualPort());
  }

  @AfterAll
  static void stopServer() throws Exception {
    await(VERTX.close());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /db_migration?table=jobs&schema=hiring, migrateCsv",
    "PUT, /db_migration?table=jobs&schema=hiring, migrateCsvPut",
    "GET, /loads?table=jobs&status=failed&limit=1000&before=17, listLoads",
    "GET, /loads/17, getLoad",
    "DELETE, /loads/17, cancelLoad",
    "GET, /loads/17/rejects, getRejects",
    "GET, /loads/17/events, watchLoad",
    "GET, /first_sql_requirement, hiresByQuarter",
    "GET, /second_sql_requirement?year=2021, departmentsAboveMean",
    "GET, /openapi.yaml, getOpenApi",
    "GET, /metrics, getMetrics",
    "GET, /health/live, healthLive",
    "GET, /health/ready, healthReady"
  })
  void anyoneMayCallEveryOperation(String method, String path, String operationId)
      throws Exception {
    HttpResponse<String> response =
        send(request(path).method(method, BodyPublishers.noBody()).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).startsWith(operationId + ":");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/csv",
        "text/csv; charset=windows-1252; header=present",
        "application/octet-stream",
        "application/json",
        "multipart/form-data; boundary=b",
        "application/x-www-form-urlencoded"
      })
  void aBodyOfAnyKindReachesItsHandlerUnread(String type) throws Exception {
    String body = "--b\r\nno valid form, JSON or CSV \"";

    HttpResponse<String> response =
        send(
            request(LOAD).header("Content-Type", type).POST(BodyPublishers.ofString(body)).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("migrateCsv:" + body);
  }

  @Test
  void aBodyWithoutAContentTypeReachesItsHandler() throws Exception {
    HttpResponse<String> response =
        send(request(LOAD).PUT(BodyPublishers.ofString("1,Recruiter\n")).build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("migrateCsvPut:1,Recruiter\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/db_migration?table=jobs",
        "/db_migration?schema=hiring",
        LOAD + "&append=yes",
        LOAD + "&header=maybe",
        LOAD + "&missing=NULL",
        LOAD + "&on_error=stop",
        LOAD + "&max_errors=-1",
        LOAD + "&max_errors=many",
        LOAD + "&on_duplicate=replace",
        LOAD + "&dry_run=1"
      })
  void aBadParameterOfALoadIsRefused(String path) throws Exception {
    assertThat(send(request(path).POST(BodyPublishers.ofString("1,a")).build()).statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"table=users", "status=done", "limit=0", "limit=1001", "before=x", "before=-1"})
  void aBadParameterOfTheListIsRefused(String query) throws Exception {
    assertThat(send(request("/loads?" + query).GET().build()).statusCode()).isEqualTo(400);
  }

  @Test
  void aBadIdempotencyKeyIsRefused() throws Exception {
    assertThat(
            send(request(LOAD)
                    .header("Idempotency-Key", "\"open")
                    .POST(BodyPublishers.ofString("1,a"))
                    .build())
                .statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "999", "10000", "2021.5", "MMXXI"})
  void aYearOutOfItsRangeIsRefused(String year) throws Exception {
    for (String report : List.of("/first_sql_requirement", "/second_sql_requirement")) {
      assertThat(send(request(report + "?year=" + year).GET().build()).statusCode()).isEqualTo(400);
    }
  }

  private static void answer(RoutingContext context, String operationId) {
    context
        .request()
        .body()
        .onSuccess(body -> context.response().end(operationId + ":" + body))
        .onFailure(context::fail);
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path));
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
