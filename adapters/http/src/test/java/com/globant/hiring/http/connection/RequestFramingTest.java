package com.globant.hiring.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.http.RunningApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a proxy may have read in another way, each with another request behind it. */
class RequestFramingTest {
  private static final String LOAD = "PUT /db_migration?schema=hiring&table=jobs&append=true ";
  private static final String HOST = "Host: localhost\r\n";
  private static final String CHUNKS = "8\r\n1,Smith\n\r\n0\r\n\r\n";
  private static final String SMUGGLED =
      LOAD + "HTTP/1.1\r\n" + HOST + "Content-Length: 8\r\n\r\n2,Guard\n";

  private final RunningApi api = RunningApi.anonymous();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip, chunked",
        "chunked, chunked",
        "chunked, identity",
        "identity",
        "xchunked",
        "\"chunked\"",
        "chunked;x=y",
        "chunked,",
        "chunked\r\nTransfer-Encoding: chunked",
        "gzip\r\nTransfer-Encoding: chunked",
        "chunked\r\nTransfer-Encoding: identity",
        ""
      })
  void transferEncodingOtherThanChunkedIsRefused(String coding) throws Exception {
    assertRefused(
        LOAD + "HTTP/1.1\r\n" + HOST + "Transfer-Encoding: " + coding + "\r\n\r\n" + CHUNKS,
        "must be chunked");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.0|Transfer-Encoding: chunked|HTTP/1.0 has no Transfer-Encoding",
        "HTTP/1.1|Transfer-Encoding : chunked|malformed",
        "HTTP/1.1|Transfer-Encoding: chunked~Content-Length: 8|both",
        "HTTP/1.1|Content-Length: +8|Content-Length",
        "HTTP/1.1|Content-Length: 8, 8|Content-Length",
        "HTTP/1.1|Content-Length: 0x8|Content-Length",
        "HTTP/1.1|Content-Length : 8|malformed",
        "HTTP/1.1|Content-Length:|Content-Length",
      })
  void lengthThatIsAmbiguousIsRefused(String version, String headers, String words)
      throws Exception {
    assertRefused(
        LOAD + version + "\r\n" + HOST + headers.replace("~", "\r\n") + "\r\n\r\n" + CHUNKS, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X: y|no header Host",
        "Host: localhost~Host: localhost|more than one header Host",
        "Host: localhost~host: example.com|more than one header Host",
        "Host: local host|must be a name",
        "Host: localhost, example.com|must be a name",
        "Host: user@localhost|must be a name",
        "Host: localhost/x|must be a name",
        "Host: localhost:http|must be a name",
        "Host: [::1|must be a name",
        "Host: ::1|must be a name",
        "Host:|must be a name",
      })
  void hostThatIsAmbiguousIsRefused(String headers, String words) throws Exception {
    assertRefused(
        "GET /health/live HTTP/1.1\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n", words);
  }

  /** Netty 4.1.133 skipped what is no request. */
  @ParameterizedTest
  @ValueSource(strings = {"\0", "\0\0\r\n", "\1", "\r\n\0"})
  void bytesBeforeARequestAreRefused(String before) throws Exception {
    assertRefused(before + "GET /health/live HTTP/1.1\r\n" + HOST + "\r\n", "malformed");
  }

  private void assertRefused(String request, String words) throws Exception {
    String answer = api.exchange(request + SMUGGLED);

    assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1 400");
    assertThat(answer).doesNotContain("HTTP/1.1 2").containsIgnoringCase("connection: close");
    assertThat(answer).contains("\"malformed_request\"", words);
    assertThat(api.hiring().tables().rows("hiring", HiringTables.JOBS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"localhost:8080", "127.0.0.1", "[::1]:80", "LOCALHOST"})
  void hostMayHaveAPort(String host) throws Exception {
    assertThat(
            api.exchange(
                "GET /health/live HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "Chunked", " chunked "})
  void chunksAreTaken(String coding) throws Exception {
    assertThat(
            api.exchange(
                LOAD
                    + "HTTP/1.1\r\nConnection: close\r\n"
                    + HOST
                    + "Transfer-Encoding: "
                    + coding
                    + "\r\n\r\n"
                    + CHUNKS))
        .startsWith("HTTP/1.1 200 ")
        .contains("\"inserted\":1");
  }
}
