package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.globant.hiring.http.answer.Problem;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the contract with methods, escapes and Accept headers that are unusual. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryOperationTest {
  private static final List<String> ODD_ACCEPTS =
      List.of(
          "",
          "*",
          "*/*;q=0.1",
          "*/*;Q=1",
          "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
          "application/json;q=0, text/csv;q=0, */*;q=0",
          "image/png",
          "TEXT/CSV",
          "Application/JSON",
          ";;;,,,",
          "application/json;q=abc",
          "application/json;q=-1",
          "text/csv;x=\"a,b\";q=0.3",
          "\"unclosed, text/csv",
          "a/b/c",
          "/",
          "x".repeat(3000));

  private static final List<String> BAD_ESCAPES =
      List.of("%", "%z", "%zz", "%2", "%ff", "%c3%28", "%ed%a0%80", "%c0%af", "a%", "%%41");

  @SuppressWarnings("NullAway.Init") // by start
  private RunningApi api;

  @BeforeAll
  void start() {
    api = RunningApi.anonymous();
  }

  @AfterAll
  void stop() {
    api.close();
  }

  static Stream<ContractOperations.Operation> operations() {
    return ContractOperations.all();
  }

  static Stream<ContractOperations.Operation> gets() {
    return ContractOperations.all().filter(operation -> operation.method().equals("GET"));
  }

  static Stream<Arguments> oddAccepts() {
    return ContractOperations.all()
        .flatMap(operation -> ODD_ACCEPTS.stream().map(accept -> arguments(operation, accept)));
  }

  static Stream<Arguments> badEscapes() {
    return ContractOperations.all()
        .flatMap(operation -> BAD_ESCAPES.stream().map(escape -> arguments(operation, escape)));
  }

  @ParameterizedTest
  @MethodSource("gets")
  void headIsAnsweredLikeGetWithoutABody(ContractOperations.Operation operation) throws Exception {
    HttpResponse<String> get = api.send("GET", operation.target(), "");
    HttpResponse<String> head = api.send("HEAD", operation.target(), "");

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.body()).isEmpty();
    for (String header : List.of("Content-Type", "Cache-Control", "Location")) {
      assertThat(head.headers().allValues(header)).isEqualTo(get.headers().allValues(header));
    }
    assertThat(head.headers().firstValueAsLong("Content-Length").orElse(-1)).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/docs", "/docs/", "/docs/swagger-initializer.js", "/docs/swagger-ui.css"})
  void headIsAnsweredForFilesToo(String path) throws Exception {
    HttpResponse<String> get = api.send("GET", path, "");
    HttpResponse<String> head = api.send("HEAD", path, "");

    assertThat(head.statusCode()).isEqualTo(get.statusCode()).isLessThan(400);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().allValues("Content-Length"))
        .isSubsetOf(get.headers().allValues("Content-Length"));
  }

  @Test
  void headOfAReportAsCsvHasItsHeaders() throws Exception {
    HttpResponse<String> get =
        api.send("GET", "/first_sql_requirement?year=2021", "", "Accept", "text/csv");
    HttpResponse<String> head =
        api.send("HEAD", "/first_sql_requirement?year=2021", "", "Accept", "text/csv");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String header : List.of("Content-Type", "Content-Length", "ETag", "Content-Disposition")) {
      assertThat(head.headers().firstValue(header))
          .isPresent()
          .isEqualTo(get.headers().firstValue(header));
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void optionsNamesTheMethodsOfThePath(ContractOperations.Operation operation) throws Exception {
    HttpResponse<String> options = api.send("OPTIONS", operation.path(), "");
    HttpResponse<String> refused = api.send("PATCH", operation.path(), "");
    Set<String> methods =
        ContractOperations.all()
            .filter(other -> other.path().equals(operation.path()))
            .map(ContractOperations.Operation::method)
            .collect(Collectors.toCollection(TreeSet::new));
    methods.add("OPTIONS");
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }

    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).contains(String.join(", ", methods));
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(refused.headers().firstValue("Allow")).contains(String.join(", ", methods));
    assertThat(problem(refused).getString("detail")).contains(String.join(", ", methods));
  }

  @Test
  void optionsOfTheServerAndOfUnknownPaths() throws Exception {
    assertThat(api.exchange("OPTIONS * HTTP/1.0\r\nHost: localhost\r\n\r\n"))
        .contains(" 204 ")
        .containsIgnoringCase("allow: GET");
    assertThat(api.send("OPTIONS", "/nothing", "").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @MethodSource("badEscapes")
  void malformedEscapeGets400(ContractOperations.Operation operation, String escape)
      throws Exception {
    for (String target :
        List.of(
            operation.path() + "/" + escape,
            operation.path() + "?x=" + escape,
            operation.path() + "?" + escape)) {
      String answer =
          api.exchange(
              operation.method()
                  + " "
                  + target
                  + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(target).startsWith("HTTP/1.1 400 ");
      JsonObject problem =
          OwnWords.ofProblem(Problem.MEDIA_TYPE, answer.substring(answer.indexOf("\r\n\r\n") + 4));
      assertThat(problem.getString("code")).isEqualTo("invalid_parameter");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/docs/%zz", "/docs/%ff", "/%", "/loads/%zz/rejects"})
  void malformedEscapeInAnyPathGets400(String path) throws Exception {
    assertThat(
            api.exchange(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"invalid_parameter\"");
  }

  @ParameterizedTest
  @MethodSource("oddAccepts")
  void unusualAcceptIsAnsweredOrRefusedInPlainWords(
      ContractOperations.Operation operation, String accept) throws Exception {
    HttpResponse<String> answer =
        api.send(
            operation.method(),
            operation.target(),
            operation.hasBody() ? "1,a\n" : "",
            "Accept",
            accept);

    assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
    if (answer.statusCode() >= 400) {
      problem(answer);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TEXT/CSV|text/csv",
        "text/CSV;Q=0.5, application/json;q=0.4|text/csv",
        "text/csv;q=0.4, application/json;q=0.5|application/json",
        "*/*;q=0.1|application/json",
        "*/*;q=0.1, text/*;q=0.2|text/csv",
        "text/*|text/csv",
        "*/*, application/json;q=0|text/csv",
        "*/*, text/csv;q=0|application/json",
        "text/csv;charset=utf-8|text/csv",
        "text/csv;x=\"a;q=0\"|text/csv",
        "nonsense, text/csv|text/csv",
        ",,|application/json",
        "nonsense|application/json",
        "image/png|",
        "application/json;q=0, text/csv;q=0.0|",
        "*/*;q=0|",
        "application/*;q=0, image/*|",
      })
  void typeWithTheHighestWeightIsChosen(String accept, String type) throws Exception {
    HttpResponse<String> answer = api.send("GET", "/second_sql_requirement", "", "Accept", accept);

    if (type == null) {
      assertThat(answer.statusCode()).isEqualTo(406);
      assertThat(problem(answer).getString("detail")).contains("application/json or text/csv");
    } else {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
    }
  }

  @Test
  void severalAcceptHeadersAreOne() throws Exception {
    HttpResponse<String> answer =
        api.send("GET", "/second_sql_requirement", "", "Accept", "image/png", "Accept", "text/csv");

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/csv");
  }

  private static JsonObject problem(HttpResponse<String> answer) {
    return OwnWords.ofProblem(
        answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }
}
