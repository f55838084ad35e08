package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.http.answer.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no usable HTTP/1.1, byte by byte. */
class ParserRefusalsTest {
  private static final String LOAD =
      "PUT /db_migration?table=jobs&schema=hiring&append=true HTTP/1.1\r\nHost: localhost\r\n";
  private static final String UPGRADE =
      "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
          + "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n";
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final RunningApi api = RunningApi.anonymous();

  @BeforeEach
  void nothingIsRefusedYet() {
    assertThat(api.parserRefusals()).isEmpty();
  }

  @AfterEach
  void stop() {
    api.close();
    assertThat(api.hiring().tables().underWay()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 5~Transfer-Encoding: chunked|400|malformed_request|Content-Length and Transfer-Encoding",
        "Transfer-Encoding: chunked~Content-Length: 5|400|malformed_request|Content-Length and Transfer-Encoding",
        "Content-Length: 8~Content-Length: 8|400|malformed_request|more than one Content-Length",
        "Content-Length: 8~Content-Length: 9|400|malformed_request|more than one Content-Length",
        "Content-Length: x|400|malformed_request|not 'x'",
        "Content-Length: -1|400|malformed_request|not '-1'",
        "Content-Length: 99999999999999999999|400|malformed_request|Content-Length",
        "X-A: {20000}|431|headers_too_large|8192",
        "X A: b|400|malformed_request|malformed",
        "no colon|400|malformed_request|malformed",
      })
  void malformedHeadersGetAProblem(String headers, int status, String code, String words)
      throws Exception {
    String sent = headers.replace("~", "\r\n").replace("{20000}", "a".repeat(20_000));

    assertProblem(api.exchange(LOAD + sent + "\r\n\r\n1,Smith\n"), status, code, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /health/live?{9000} HTTP/1.1|414|uri_too_long|4096",
        "{9000}|414|uri_too_long|4096",
        "no HTTP|400|malformed_request|first line",
        "GET /health/live HTTP/3.0|505|http_version_not_supported|HTTP/3.0",
        "GET /health/live HTTP/1.1 x|400|malformed_request|first line",
      })
  void malformedFirstLinesGetAProblem(String line, int status, String code, String words)
      throws Exception {
    String sent = line.replace("{9000}", "a".repeat(9_000));

    assertProblem(api.exchange(sent + "\r\nHost: localhost\r\n\r\n"), status, code, words);
  }

  @Test
  void problemIsSentAfterEarlierAnswers() throws Exception {
    String answer =
        api.exchange("GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n", "no HTTP\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK");
    assertThat(answer.indexOf("HTTP/1.1 400")).isGreaterThan(answer.indexOf("openapi: 3"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n1,Smith\n\r\n0\r\n\r\n",
        "-8\r\n1,Smith\n\r\n0\r\n\r\n",
        "8\r\n1,Smith\n\r\nPRI * HTTP/2.0\r\n\r\n",
        "\r\n\r\n"
      })
  void malformedChunkEndsTheLoad(String body) throws Exception {
    String answer = api.exchange(LOAD + "Transfer-Encoding: chunked\r\n\r\n", body);

    assertProblem(answer, 400, "malformed_request", "chunk");
    assertTheLoadIsAborted();
  }

  @Test
  void malformedChunkWithoutALoadIsCountedToo() throws Exception {
    String answer =
        api.exchange(
            "POST /nothing HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404 ");
    assertThat(api.parserRefusals()).containsExactly("malformed_request");
  }

  @Test
  void bodyTruncatedByAnUpgradeIsNotLoaded() throws Exception {
    String answer =
        api.exchange(
            LOAD + UPGRADE + "Transfer-Encoding: chunked\r\n\r\n", "8\r\n1,Smith\n\r\n", PREFACE);

    assertProblem(answer, 400, "malformed_request", "chunk");
    assertThat(answer).doesNotContain(" 101 ");
    assertTheLoadIsAborted();
  }

  @Test
  void upgradeIsIgnored() throws Exception {
    String answer =
        api.exchange(LOAD + UPGRADE + "Content-Length: 8\r\n\r\n1,Smith\n", "no HTTP\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("\"inserted\":1");
  }

  @Test
  void http2WithoutTlsGets505() throws Exception {
    assertProblem(
        api.exchange(PREFACE + "\0\0\0\4\0\0\0\0\0"),
        505,
        "http_version_not_supported",
        "HTTP/2.0");
  }

  @Test
  void requestWithoutAHostIsRefused() throws Exception {
    String answer = api.exchange("GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\"malformed_request\"");
    assertThat(document(answer).getString("detail")).contains("Host");
  }

  private void assertTheLoadIsAborted() throws InterruptedException, ExecutionException {
    List<LoadRecord> loads =
        api.hiring()
            .records()
            .newest(LoadRecords.Filter.ALL, Long.MAX_VALUE, 10)
            .toCompletableFuture()
            .get();
    assertThat(loads).extracting(LoadRecord::status).containsExactly(LoadStatus.ABORTED);
    assertThat(api.hiring().tables().rows("hiring", HiringTables.JOBS)).isEmpty();
  }

  private void assertProblem(String answer, int status, String code, String words) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer)
        .containsIgnoringCase("\r\nx-request-id: ")
        .containsIgnoringCase("\r\nconnection: close")
        .containsIgnoringCase("\r\nx-content-type-options: nosniff");
    JsonObject problem = document(answer);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(problem.getString("detail")).contains(words);
    assertThat(api.parserRefusals()).contains(code);
  }

  private static JsonObject document(String answer) {
    assertThat(answer).containsIgnoringCase("content-type: " + Problem.MEDIA_TYPE);
    return OwnWords.ofProblem(Problem.MEDIA_TYPE, answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }
}
