package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that disconnect, wait for 100 Continue, or keep sending after a refusal. */
@ExtendWith(ServiceUnderTest.class)
class InterruptedUploadsIT {
  private static final String HEAD =
      "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n";

  private final HiringServer server;
  private final Sql sql;

  InterruptedUploadsIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void oneDepartment() {
    sql.empty();
    server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
  }

  private RawRequest request(String headers) throws IOException {
    return new RawRequest(server.base())
        .send(HEAD.formatted(server.loadPath("departments")) + headers + "\r\n");
  }

  private void assertUndone() {
    Eventually.until(
        "the lock is free again",
        () -> server.load("departments", "77,probe\n", "dry_run=true").status() == 200);
    assertThat(sql.rows("SELECT id, department FROM departments")).containsExactly("1|Sales");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 1000000\r\n", "Transfer-Encoding: chunked\r\n"})
  void aDisconnectDuringTheBodyIsRolledBack(String framing) throws IOException {
    try (RawRequest request = request(framing + "Expect: 100-continue\r\n")) {
      assertThat(request.status()).isEqualTo("HTTP/1.1 100 Continue");
      request.send(framing.startsWith("T") ? "8\r\n2,Legal\n\r\n" : "2,Legal\n");
      server.load("departments", "9,x\n").assertProblem(409, "table_busy");
    }
    assertUndone();
  }

  @Test
  void aBodyShorterThanContentLengthIsNotLoaded() throws IOException {
    try (RawRequest request = request("Content-Length: 1000\r\nExpect: 100-continue\r\n")) {
      assertThat(request.status()).isEqualTo("HTTP/1.1 100 Continue");
      request.send("2,Legal\n");
      request.shutdownOutput();
      assertUndone();
    }
  }

  @Test
  void continueIsSentAfterTheChecks() throws IOException {
    try (RawRequest request = request("Content-Length: 8\r\nExpect: 100-continue\r\n")) {
      assertThat(request.status()).isEqualTo("HTTP/1.1 100 Continue");
      request.send("2,Legal\n");
      assertThat(request.status()).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Encoding: br\r\nContent-Length: 8\r\n",
        "Content-Length: 9000000000000000000\r\n"
      })
  void refusalsAreSentInsteadOfContinue(String headers) throws IOException {
    try (RawRequest request = request(headers + "Expect: 100-continue\r\n")) {
      assertThat(request.status()).matches("HTTP/1.1 4(15|13) .*");
    }
  }

  @Test
  void clientsThatSendTheWholeBodyFirstGetTheRefusal() {
    byte[] large =
        "x,refused at once\n".repeat(2_000_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    server
        .load("departments", large, "text/csv", "on_error=abort")
        .assertProblem(422, "aborted_on_error");
    server
        .send(
            "POST",
            server.loadPath("salaries"),
            BodyPublishers.ofByteArray(large),
            "Content-Type",
            "text/csv")
        .assertProblem(404, "unknown_table");
  }
}
