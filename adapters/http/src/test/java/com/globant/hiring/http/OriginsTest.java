package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.http.answer.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which web pages may do what, by what browsers send of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OriginsTest {
  private static final String FRIEND = "https://app.example";
  private static final String LOAD = "PUT /db_migration?table=jobs&schema=hiring&dry_run=true";

  @SuppressWarnings("NullAway.Init") // by start
  private RunningApi api;

  @BeforeAll
  void start() {
    api = RunningApi.anonymous(FRIEND);
  }

  @AfterAll
  void stop() {
    api.close();
  }

  /** Sends a load with some headers, in which {port} is that of the service. */
  private static String load(RunningApi api, String... headers) throws Exception {
    return request(api, LOAD, "1,a\n", headers);
  }

  private static String request(RunningApi api, String line, String body, String... headers)
      throws Exception {
    StringBuilder text = new StringBuilder(line).append(" HTTP/1.1\r\nConnection: close\r\n");
    if (Stream.of(headers).noneMatch(header -> header.startsWith("Host:"))) {
      text.append("Host: 127.0.0.1:{port}\r\n");
    }
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    String port = String.valueOf(api.port());
    return api.exchange(text.append("\r\n").append(body).toString().replace("{port}", port));
  }

  private static void assertRefused(String answer, int status, String code) {
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    JsonObject problem =
        OwnWords.ofProblem(Problem.MEDIA_TYPE, answer.substring(answer.indexOf("\r\n\r\n") + 4));
    assertThat(problem.getString("code")).isEqualTo(code);
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("access-control-allow-origin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Origin: http://evil.example|Sec-Fetch-Site: cross-site",
        "Origin: http://evil.example|X: x",
        "Origin: null|X: x",
        "Origin: http://127.0.0.1:1|X: x",
        "Origin: http://127.0.0.1|X: x",
        "Origin: http://localhost:{port}|X: x",
        "Origin: https://app.example.evil.example|X: x",
        "Origin: http://app.example|X: x",
        "Origin: https://app.example:8443|X: x",
        "Origin: https://app.example|Origin: http://evil.example",
        "Origin: file://|X: x",
        "Origin: |X: x",
        "Sec-Fetch-Site: cross-site|X: x",
        "sec-fetch-site: Cross-Site|X: x",
        "Origin: http://127.0.0.1:{port}|Sec-Fetch-Site: cross-site",
      })
  void pageOfAnotherOriginCannotWrite(String header, String other) throws Exception {
    assertRefused(load(api, header, other), 403, "origin_not_allowed");
  }

  static Stream<ContractOperations.Operation> writes() {
    return ContractOperations.all().filter(operation -> !operation.method().equals("GET"));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void everyWritingOperationRefusesOtherOrigins(ContractOperations.Operation operation)
      throws Exception {
    String line = operation.method() + " " + operation.target();

    assertRefused(
        request(api, line, "", "Origin: https://evil.example"), 403, "origin_not_allowed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X: no browser|X: x",
        "Origin: http://127.0.0.1:{port}|Sec-Fetch-Site: same-origin",
        "Origin: HTTP://127.0.0.1:{port}|X: x",
        "Origin: https://app.example|Sec-Fetch-Site: cross-site",
        "Origin: HTTPS://APP.EXAMPLE|X: x",
        "Sec-Fetch-Site: none|X: x",
        "Sec-Fetch-Site: same-origin|X: x",
      })
  void itsOwnPagesAndListedOnesCanWrite(String header, String other) throws Exception {
    assertThat(load(api, header, other)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void answersToListedOriginsVaryByOrigin() throws Exception {
    String answer = load(api, "Origin: " + FRIEND);

    assertThat(answer)
        .containsIgnoringCase("\r\nVary: Origin\r\n")
        .containsIgnoringCase("access-control-allow-origin: " + FRIEND);
    assertThat(request(api, "GET /health/live", "", "Origin: " + FRIEND))
        .containsIgnoringCase("\r\nVary: Origin\r\n");
    assertThat(
            request(
                api,
                LOAD.replace("PUT", "OPTIONS"),
                "",
                "Origin: " + FRIEND,
                "Access-Control-Request-Method: PUT"))
        .startsWith("HTTP/1.1 204 ")
        .containsIgnoringCase("\r\nVary: Origin\r\n");
  }

  @Test
  void otherOriginsCanReadUnlessBrowsersRefuse() throws Exception {
    assertThat(request(api, "GET /loads", "", "Origin: https://evil.example"))
        .startsWith("HTTP/1.1 200 ")
        .doesNotContainIgnoringCase("access-control-allow-origin");
  }

  @Test
  void ownPagesBehindATlsProxyUseTheHttpsPort() throws Exception {
    try (RunningApi open = new RunningApi("0.0.0.0", new HttpSettings.Anonymous(), List.of())) {
      assertThat(load(open, "Host: hiring.example", "Origin: https://hiring.example"))
          .startsWith("HTTP/1.1 200 ");
      assertRefused(
          load(open, "Host: hiring.example", "Origin: https://hiring.example:8443"),
          403,
          "origin_not_allowed");
    }
  }

  @Test
  void anyOriginListedAllowsAllPages() throws Exception {
    try (RunningApi any = RunningApi.anonymous("*")) {
      assertThat(load(any, "Origin: http://evil.example", "Sec-Fetch-Site: cross-site"))
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("access-control-allow-origin: *");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "evil.example",
    "evil.example:{port}",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "10.0.0.1:{port}",
    "0.0.0.0",
    "[2001:db8::1]:{port}",
    "evil@localhost"
  })
  void hostThatIsNotThisMachineIsRefused(String host) throws Exception {
    for (String line : List.of(LOAD, "GET /loads", "GET /docs/", "GET /health/live")) {
      String answer = request(api, line, line.equals(LOAD) ? "1,a\n" : "", "Host: " + host);
      assertThat(answer).startsWith("HTTP/1.1 4");
      assertThat(answer.substring(9, 12)).isIn("421", host.contains("@") ? "400" : "421");
    }
  }

  @Test
  void targetOfAnotherHostIsRefused() throws Exception {
    assertRefused(request(api, "GET http://evil.example/loads", ""), 421, "misdirected_request");
    assertThat(request(api, "GET http://localhost:{port}/loads", "")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost",
    "LocalHost:{port}",
    "localhost.:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.8.9.10:{port}",
    "[::1]",
    "[::1]:{port}",
    "[0:0:0:0:0:0:0:1]:80"
  })
  void thisMachineHasSeveralNames(String host) throws Exception {
    assertThat(load(api, "Host: " + host)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void configuredAddressIsThisMachineToo() throws Exception {
    try (RunningApi named = new RunningApi("127.0.0.1", new HttpSettings.Anonymous(), List.of())) {
      assertThat(load(named, "Host: 127.0.0.1:{port}")).startsWith("HTTP/1.1 200 ");
    }
  }
}
