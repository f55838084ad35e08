package com.globant.hiring.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.http.ContractOperations;
import com.globant.hiring.http.OwnWords;
import com.globant.hiring.http.RunningApi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parameter of the contract with values that it does not take. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParametersTest {
  private static final List<String> NO_NUMBERS =
      List.of("", "x", " 5", "5.0", "1e3", "0x10", "2021-01", "٣", "-", "99999999999999999999x");

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

  static Stream<Arguments> wrongValues() {
    List<Arguments> cases = new ArrayList<>();
    ContractOperations.all()
        .forEach(
            operation ->
                operation
                    .parameters()
                    .forEach(
                        parameter -> {
                          for (String value : wrongValues(parameter)) {
                            cases.add(Arguments.of(operation, parameter, value));
                          }
                        }));
    assertThat(cases).hasSizeGreaterThan(100);
    return cases.stream();
  }

  private static List<String> wrongValues(JsonObject parameter) {
    JsonObject schema = parameter.getJsonObject("schema");
    List<String> wrong = new ArrayList<>();
    if (schema.getString("type").equals("integer")) {
      wrong.addAll(NO_NUMBERS);
      if (schema.containsKey("minimum")) {
        wrong.add(String.valueOf(schema.getLong("minimum") - 1));
      }
      if (schema.containsKey("maximum")) {
        wrong.add(String.valueOf(schema.getLong("maximum") + 1));
        wrong.add("99999999999999999999");
      }
    } else if (schema.getString("type").equals("boolean")) {
      wrong.addAll(List.of("", "yes", "1", "TRUE", "t"));
    } else if (schema.containsKey("enum")) {
      wrong.addAll(List.of("", "x", "${jndi:x}", "x".repeat(300), "null,null"));
    } else if (schema.containsKey("pattern")) {
      wrong.addAll(List.of("a b", "\"open", ";", "x".repeat(300)));
    } else if (parameter.getBoolean("required", false)
        && !parameter.getString("in").equals("path")) {
      wrong.addAll(List.of("", "x", "x".repeat(300), "<script>", "\u0000"));
    }
    return wrong;
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void wrongValueIsNamedInPlainWords(
      ContractOperations.Operation operation, JsonObject parameter, String value) throws Exception {
    String name = parameter.getString("name");
    boolean inQuery = parameter.getString("in").equals("query");
    String body = operation.hasBody() ? "1,a\n" : "";
    HttpResponse<String> answer =
        inQuery
            ? api.send(
                operation.method(),
                operation.targetWith(name, URLEncoder.encode(value, StandardCharsets.UTF_8)),
                body)
            : api.send(operation.method(), operation.target(), body, name, value);

    JsonObject problem = problem(answer);
    assertThat(answer.statusCode()).as(answer.body()).isIn(400, 404);
    assertThat(problem.getString("code"))
        .isIn("invalid_parameter", "missing_parameter", "unknown_table", "unknown_schema");
    assertThat(problem.getString("detail")).contains(name).hasSizeLessThan(600);
    JsonObject fault = problem.getJsonArray("parameters").getJsonObject(0);
    assertThat(fault.getString("name")).isEqualTo(name);
    assertThat(fault.getString("in")).isEqualTo(parameter.getString("in"));
    assertThat(fault.getString("message")).isEqualTo(problem.getString("detail"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/first_sql_requirement?year=2021-01|year must be a whole number from 1000 to 9999, as in 2021, not '2021-01'",
        "GET|/first_sql_requirement?year=|year must be a whole number from 1000 to 9999, as in 2021; it is empty",
        "GET|/loads?limit=0|limit must be a whole number from 1 to 1000, as in 50, not '0'",
        "GET|/loads?before=x|before must be what a page had as next, as in 4711, not 'x'",
        "GET|/loads?status=done|status must be running, committed, validated, failed, aborted or cancelled, not 'done'",
        "PUT|/db_migration?table=jobs&schema=hiring&append=|append must be true or false; it is empty",
        "PUT|/db_migration?table=jobs&schema=hiring&max_errors=-1|max_errors must be a whole number of 0 or more, as in 100, not '-1'",
        "PUT|/db_migration?table=jobs&schema=hiring&table=jobs|table is given 2 times; give it once",
        "PUT|/db_migration?table=&schema=hiring|the query parameter 'table' is empty; give it, as in table=hired_employees",
      })
  void messageStatesTheRuleOfTheParameter(String method, String target, String detail)
      throws Exception {
    assertThat(problem(api.send(method, target, "")).getString("detail")).isEqualTo(detail);
  }

  @Test
  void allFaultsAreReportedAtOnce() throws Exception {
    JsonObject problem =
        problem(
            api.send(
                "PUT",
                "/db_migration?append=x&apend=true&schema=payroll&max_errors=1&max_errors=2",
                "1,a\n",
                "Idempotency-Key",
                "a b"));

    JsonArray faults = problem.getJsonArray("parameters");
    assertThat(faults.stream().map(fault -> ((JsonObject) fault).getString("name")))
        .containsExactly("table", "append", "max_errors", "apend", "Idempotency-Key", "schema");
    assertThat(problem.getString("code")).isEqualTo("missing_parameter");
    assertThat(problem.getString("detail"))
        .contains("table", "append", "max_errors", "apend", "Idempotency-Key", "payroll");
  }

  @Test
  void unknownTableAndUnknownSchemaAreReportedTogether() throws Exception {
    HttpResponse<String> answer =
        api.send("PUT", "/db_migration?table=users&schema=payroll", "1,a\n");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(problem(answer).getString("code")).isEqualTo("unknown_table");
    assertThat(problem(answer).getString("detail")).contains("users", "payroll");
  }

  @Test
  void semicolonDoesNotSeparateParameters() throws Exception {
    JsonObject problem =
        problem(api.send("PUT", "/db_migration?schema=hiring&table=jobs;append=true", "1,a\n"));

    assertThat(problem.getJsonArray("parameters").getJsonObject(0).getString("value"))
        .isEqualTo("jobs;append=true");
  }

  @Test
  void numbersBeyond64BitsAreAccepted() throws Exception {
    HttpResponse<String> answer =
        api.send(
            "PUT", "/db_migration?schema=hiring&table=jobs&max_errors=" + "9".repeat(40), "1,a\n");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static JsonObject problem(HttpResponse<String> answer) {
    return OwnWords.ofProblem(
        answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }
}
