package com.globant.hiring.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.load.InMemoryTables;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.http.body.ContentCoding;
import com.globant.hiring.http.body.ContentCodingTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over real sockets, on use cases over in-memory ports. */
class HttpAdapterTest extends LoadsFixture {
  private final InMemoryTables tables = hiring.tables();
  private final AtomicInteger probes = new AtomicInteger();
  private volatile @Nullable Throwable outage;
  private volatile @Nullable CompletionStage<Void> slowProbe;

  @Override
  @BeforeEach
  void listen(Vertx vertx) {
    adapter =
        HttpAdapter.listen(
                vertx,
                new TestSettings().maxBytes(1000).maxLoads(2).build(),
                hiring.useCases(),
                List.of(this::dependency),
                () -> "loads 1\n",
                code -> {})
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  private CompletionStage<Void> dependency() {
    probes.incrementAndGet();
    CompletionStage<Void> pending = slowProbe;
    if (pending != null) {
      return pending;
    }
    Throwable failure = outage;
    return failure == null
        ? CompletableFuture.completedStage(null)
        : CompletableFuture.failedStage(failure);
  }

  @Test
  void loadIsAnsweredWithItsReport() throws Exception {
    HttpResponse<String> answer = put(DEPARTMENTS, "1,Sales\nx,bad\n");

    JsonObject report = new JsonObject(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(report.fieldNames())
        .containsExactly(
            "message",
            "load_id",
            "status",
            "schema",
            "table",
            "append",
            "dry_run",
            "rows",
            "bytes",
            "sha256",
            "elapsed_ms",
            "errors",
            "rejects_url",
            "rejects_kept");
    assertThat(report.getJsonObject("rows").encode())
        .isEqualTo(
            "{\"read\":2,\"inserted\":1,\"updated\":0,\"ignored\":0,\"rejected\":1,\"incomplete\":0}");
    assertThat(report.getJsonArray("errors").getJsonObject(0).fieldNames())
        .containsExactly("line", "column", "code", "value", "message");
  }

  @Test
  void gzipInAFormIsUnpacked() throws Exception {
    String form =
        "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"d.csv\"\r\n\r\n1,Sales\n\r\n--X--\r\n";

    HttpResponse<String> answer =
        send(
            "POST",
            DEPARTMENTS,
            BodyPublishers.ofByteArray(ContentCodingTest.encode(ContentCoding.GZIP, form)),
            "Content-Type",
            "multipart/form-data; boundary=X",
            "Content-Encoding",
            "gzip");

    assertThat(answer.body()).contains("\"inserted\":1").contains("\"bytes\":8");
  }

  @Test
  void partThatIsNotCsvGets415() throws Exception {
    String form =
        "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"d.png\"\r\n"
            + "Content-Type: image/png\r\n\r\n1,Sales\n\r\n--X--\r\n";

    HttpResponse<String> answer =
        send(
            "POST",
            DEPARTMENTS,
            BodyPublishers.ofString(form),
            "Content-Type",
            "multipart/form-data; boundary=X");

    assertProblem(answer, 415, "unsupported_media_type");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/db_migration?schema=hiring,400,missing_parameter",
    "PUT,/db_migration?schema=hiring&table=,400,missing_parameter",
    "PUT,/db_migration?schema=hiring&table=jobs&append=2,400,invalid_parameter",
    "PUT,/db_migration?schema=hiring&table=jobs&apend=true,400,invalid_parameter",
    "PUT,/db_migration?schema=hiring&table=jobs&header=auto&header=auto,400,invalid_parameter",
    "PUT,/db_migration?schema=hiring&table=users,404,unknown_table",
    "PUT,/db_migration?schema=mysql&table=jobs,404,unknown_schema",
    "PUT,/else,404,not_found",
    "PATCH,/db_migration?schema=hiring&table=jobs,405,method_not_allowed",
    "PUT,/health/live,405,method_not_allowed",
    "PUT,/docs/index.html,405,method_not_allowed"
  })
  void invalidRequestsGetProblems(String method, String path, int status, String code)
      throws Exception {
    assertProblem(send(method, path, BodyPublishers.ofString("1,a\n")), status, code);
  }

  @Test
  void slashAtTheEndMakesNoDifference() throws Exception {
    HttpResponse<String> answer = get("/db_migration/");

    assertProblem(answer, 405, "method_not_allowed");
    assertThat(answer.headers().firstValue("Allow")).contains("OPTIONS, POST, PUT");
  }

  @Test
  void onlyARefusedBodyEndsItsConnection() throws Exception {
    assertThat(get("/nothing").headers().firstValue("Connection")).isEmpty();
    assertThat(put("/nothing", "1,Sales\n").headers().firstValue("Connection")).contains("close");
  }

  @Test
  void limitHoldsForDeclaredStreamedAndDecodedBodies() throws Exception {
    String large = "1,Sales\n".repeat(126);
    byte[] gzip = ContentCodingTest.encode(ContentCoding.GZIP, large);

    assertThat(gzip.length).isLessThan(1000);
    assertProblem(put(DEPARTMENTS, large), 413, "body_too_large");
    assertProblem(
        send(
            "PUT",
            DEPARTMENTS,
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes(UTF_8)))),
        413,
        "body_too_large");
    assertProblem(
        send("PUT", DEPARTMENTS, BodyPublishers.ofByteArray(gzip), "Content-Encoding", "gzip"),
        413,
        "body_too_large");
  }

  @Test
  void noBodyAtAllIsEmpty() throws Exception {
    assertProblem(send("POST", DEPARTMENTS, BodyPublishers.noBody()), 400, "empty_body");
    assertProblem(
        send("POST", DEPARTMENTS, BodyPublishers.ofInputStream(InputStream::nullInputStream)),
        400,
        "empty_body");
  }

  @Test
  void unreachableDatabaseGets503WithRetryAfter() throws Exception {
    tables.setUnavailable(true);

    HttpResponse<String> answer = put(DEPARTMENTS, "1,Sales\n");

    assertProblem(answer, 503, "database_unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertProblem(get("/first_sql_requirement"), 503, "database_unavailable");
    tables.setUnavailable(false);
  }

  @Test
  void loadsAboveTheLimitGet429AndADrainingServerRefusesAll() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<HttpResponse<String>> one = slow("departments", goOn);
    CompletableFuture<HttpResponse<String>> other = slow("jobs", goOn);
    awaitUnderWay(2);

    HttpResponse<String> third = put(DEPARTMENTS, "1,a\n");
    assertProblem(third, 429, "too_many_loads");
    assertThat(third.headers().firstValue("Retry-After")).isPresent();

    CompletableFuture<Void> drained = adapter.drain().toCompletableFuture();
    assertThat(drained).isNotDone();
    assertProblem(put(DEPARTMENTS, "1,a\n"), 503, "draining");
    assertProblem(get("/health/ready"), 503, "draining");
    goOn.countDown();
    assertThat(one.join().statusCode()).isEqualTo(200);
    assertThat(other.join().statusCode()).isEqualTo(200);
    drained.join();
  }

  @Test
  void drainWaitsForTheAnswerOfALoadThatHasEnded(Vertx vertx) throws Exception {
    CompletableFuture<Void> commit = hiring.holdCommits();
    CompletableFuture<HttpResponse<String>> load = slow("departments", new CountDownLatch(0));
    Loads.eventually(() -> assertThat(commit.getNumberOfDependents()).isPositive());
    CompletableFuture<Void> drained = adapter.drain().toCompletableFuture();
    CountDownLatch answers = new CountDownLatch(1);
    ((VertxInternal) vertx)
        .getEventLoopGroup()
        .forEach(eventLoop -> eventLoop.execute(() -> await(answers)));

    try {
      commit.complete(null);
      Loads.eventually(() -> assertThat(tables.underWay()).isZero());
      assertThatThrownBy(() -> drained.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    } finally {
      answers.countDown();
    }
    drained.join();
    assertThat(load.join().statusCode()).isEqualTo(200);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<HttpResponse<String>> slow(String table, CountDownLatch goOn) {
    return client.sendAsync(
        request("PUT", "/db_migration?schema=hiring&table=" + table, SlowBody.until(goOn)),
        BodyHandlers.ofString());
  }

  private void awaitUnderWay(int loads) {
    while (tables.underWay() < loads) {
      Thread.onSpinWait();
    }
  }

  @Test
  void headerParameterOverridesMediaType() throws Exception {
    String csv = "department,id\nSales,1\n";

    assertThat(typed("", "text/csv; header=" + HeaderLine.PRESENT, csv).statusCode())
        .isEqualTo(200);
    assertThat(typed("", "text/csv; header=absent", csv).statusCode()).isEqualTo(422);
    assertThat(typed("&header=auto", "text/csv; header=absent", csv).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> typed(String query, String type, String csv) throws Exception {
    return send("PUT", DEPARTMENTS + query, BodyPublishers.ofString(csv), "Content-Type", type);
  }

  @Test
  void everyParameterReachesTheUseCase() throws Exception {
    put(DEPARTMENTS, "1,Sales\n");

    HttpResponse<String> answer =
        put(
            DEPARTMENTS
                + "&append=true&missing=reject&on_error=continue&max_errors=5&on_duplicate=update&dry_run=true",
            "1,New\n2,\n");

    assertThat(answer.body())
        .contains("\"status\":\"validated\"")
        .contains("\"updated\":1")
        .contains("\"rejected\":1")
        .contains("\"dry_run\":true");
    assertProblem(put(DEPARTMENTS + "&on_error=abort", "x,1\n"), 422, "aborted_on_error");
    assertThat(tables.rows("hiring", HiringTables.DEPARTMENTS).toString())
        .isEqualTo("{1=[1, Sales]}");
  }

  @Test
  void reportsAreLinkedOrSentAsCsv() throws Exception {
    JsonObject link = new JsonObject(get("/first_sql_requirement?year=2020").body());
    HttpResponse<String> csv = get("/second_sql_requirement", "Accept", "text/csv");

    assertThat(link.fieldNames())
        .containsExactly("message", "presigned-url", "presigned_url", "expires_at", "rows");
    assertThat(link.getString("presigned_url")).isEqualTo(link.getString("presigned-url"));
    assertThat(link.getString("expires_at")).matches("....-..-..T..:..:..Z");
    assertThat(hiring.store().read(URI.create(link.getString("presigned-url")))).isPresent();
    assertThat(csv.body()).startsWith("id,department,hired");
    String etag = csv.headers().firstValue("ETag").orElseThrow();
    assertThat(
            get("/second_sql_requirement", "Accept", "text/csv", "If-None-Match", etag)
                .statusCode())
        .isEqualTo(304);
    assertThat(
            get("/second_sql_requirement", "Accept", "text/csv", "If-None-Match", "*").statusCode())
        .isEqualTo(304);
    assertProblem(get("/second_sql_requirement", "Accept", "image/*"), 406, "not_acceptable");
    assertProblem(get("/second_sql_requirement", "Accept", "text/csv;q=0"), 406, "not_acceptable");
  }

  @Test
  void clientWithoutAuthenticationIsAnonymousAndMayDoEverything() throws Exception {
    assertThat(get("/me").body())
        .isEqualTo("{\"name\":\"anonymous\",\"roles\":[\"reader\",\"loader\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "application/*;q=0.2",
        "text/html, application/json;q=0.5, */*;q=0.1"
      })
  void jsonIsSentIfAccepted(String accept) throws Exception {
    HttpResponse<String> load =
        send("PUT", DEPARTMENTS, BodyPublishers.ofString("1,Sales\n"), "Accept", accept);
    HttpResponse<String> report = get("/first_sql_requirement", "Accept", accept);

    assertThat(load.statusCode()).isEqualTo(200);
    assertThat(report.headers().firstValue("Content-Type")).contains("application/json");
    assertProblem(
        send("PUT", DEPARTMENTS, BodyPublishers.ofString("1,Sales\n"), "Accept", "text/html"),
        406,
        "not_acceptable");
  }

  @Test
  void readinessChecksItsDependencies() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    outage = new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away");
    assertProblem(awaitReadiness(503), 503, "storage_unavailable");
    outage = new IllegalStateException("a defect");
    assertProblem(awaitReadiness(500), 500, "internal_error");
    outage = null;
    awaitReadiness(200);
  }

  /** An answer is good for a second. */
  private HttpResponse<String> awaitReadiness(int status) throws Exception {
    HttpResponse<String> answer = get("/health/ready");
    while (answer.statusCode() != status) {
      answer = get("/health/ready");
    }
    return answer;
  }

  @Test
  void concurrentProbesShareOneCheck() throws Exception {
    CompletableFuture<Void> pending = new CompletableFuture<>();
    slowProbe = pending;
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    client.sendAsync(
                        request("GET", "/health/ready", BodyPublishers.noBody()),
                        BodyHandlers.ofString()))
            .toList();
    while (probes.get() == 0) {
      Thread.onSpinWait();
    }

    pending.completeExceptionally(new Refused(RefusalCode.DATABASE_UNAVAILABLE, "away"));

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertProblem(answer.join(), 503, "database_unavailable");
    }
    // Those that came late may have begun the check of the next second.
    assertThat(probes).hasValueLessThanOrEqualTo(2);
  }

  @Test
  void restOfARefusedBodyIsReadUpToALimit() throws Exception {
    long sent = sendUntilClosed("PUT /db_migration?schema=hiring&table=users HTTP/1.1\r\n");

    // The client and both kernels hold some of it.
    assertThat(sent).isBetween(64L << 20, 128L << 20);
  }

  private long sendUntilClosed(String requestLine) throws IOException {
    byte[] block = new byte[64 * 1024];
    long sent = 0;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), adapter.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          (requestLine + "Host: localhost\r\nContent-Length: 99999999999\r\n\r\n").getBytes(UTF_8));
      while (sent < 1L << 30) {
        out.write(block);
        sent += block.length;
      }
    } catch (SocketException closed) {
      return sent;
    }
    return sent;
  }

  @Test
  void metricsAreServedAsPrometheusAsksForThem() throws Exception {
    HttpResponse<String> metrics =
        get(
            "/metrics",
            "Accept",
            "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).isEqualTo("loads 1\n");
    assertThat(metrics.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(get("/metrics").body()).isEqualTo("loads 1\n");
    assertProblem(get("/metrics", "Accept", "image/png"), 406, "not_acceptable");
  }

  @Test
  void contractAndItsDocumentationAreServed() throws Exception {
    assertThat(get("/openapi.yaml").body()).startsWith("openapi: 3.0.3");
    assertThat(get("/docs/").body()).contains("swagger-ui");
    assertThat(get("/docs/swagger-initializer.js").body()).contains("/openapi.yaml");
    assertThat(get("/docs").headers().firstValue("Location")).contains("/docs/");
  }

  private HttpResponse<String> put(String path, String csv) throws Exception {
    return send("PUT", path, BodyPublishers.ofString(csv));
  }
}
