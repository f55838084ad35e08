package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.Yaml;

/**
 * Sends the requests of the contract's examples and compares the answers. It leaves out outages,
 * slow limits and access; their own tests compare the codes.
 */
@ExtendWith(ServiceUnderTest.class)
class ContractExamplesIT {
  private static final Path SAMPLES = Path.of("..", "config_files", "samples");
  private static final String KEY = "contract-examples";

  /** Fields with another value in each answer; only their presence is compared. */
  private static final Set<String> VOLATILE =
      Set.of(
          "load_id",
          "request_id",
          "elapsed_ms",
          "presigned-url",
          "presigned_url",
          "expires_at",
          "rejects_url",
          "rejects",
          "started_at",
          "ended_at",
          "next");

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final HiringServer server;
  private final Sql sql;
  private final JsonNode contract = contract();
  private final Map<String, Supplier<Answer>> requests = new LinkedHashMap<>();

  ContractExamplesIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  private static JsonNode contract() {
    try (InputStream yaml =
        ContractExamplesIT.class.getClassLoader().getResourceAsStream("openapi/openapi.yaml")) {
      return new ObjectMapper().valueToTree(new Yaml().load(Objects.requireNonNull(yaml)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsWhatTheServiceAnswers() {
    sql.empty();
    loads();
    tables();
    reports();
    problemsOfRequests();
    problemsOfBodies();
    problemsOfRows();
    problemsOfTheParser();
    return requests.entrySet().stream()
        .map(
            request ->
                dynamicTest(
                    request.getKey(),
                    () -> assertAnswers(request.getKey(), request.getValue().get())));
  }

  private void loads() {
    answer("Loaded/committed", this::samples);
    answer(
        "Loaded/validated",
        () -> server.load("departments", sample("departments"), "dry_run=true"));
    answer("GET /loads/page", () -> server.get("/loads?limit=1&table=hired_employees"));
    answer(
        "GET /loads/{load_id}/committed",
        () ->
            server.get(
                "/loads/"
                    + server
                        .get("/loads?limit=1&table=hired_employees")
                        .json()
                        .at("/loads/0/load_id")
                        .asText()));
    answer("GET /health/live/live", () -> server.get("/health/live"));
    answer("GET /health/ready/ready", () -> server.get("/health/ready"));
  }

  private void tables() {
    answer("GET /tables/tables", () -> server.get("/tables"));
    answer("GET /tables/{table}/hired_employees", () -> server.get("/tables/hired_employees"));
    answer(
        "GET /tables/{table}/jobs",
        () -> server.get("/tables/jobs", "Accept", "application/vnd.dataresource+json"));
  }

  /** The committed sample files. */
  private Answer samples() {
    server.load("departments", sample("departments"), "append=true").assertStatus(200);
    server.load("jobs", sample("jobs"), "append=true").assertStatus(200);
    // So that the page of one load has a next one.
    server.load("hired_employees", sample("hired_employees"), "dry_run=true").assertStatus(200);
    return server.load(
        "hired_employees", sample("hired_employees"), "append=true", "missing=reject");
  }

  private static String sample(String table) {
    try {
      return Files.readString(SAMPLES.resolve(table + ".csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void reports() {
    for (String path : Set.of("/first_sql_requirement", "/second_sql_requirement")) {
      answer("GET " + path + "/link", () -> server.get(path + "?year=2021"));
      answer(
          "GET " + path + "/report", () -> server.get(path + "?year=2021", "Accept", "text/csv"));
    }
    for (String path : Set.of("/reports/hires-by-quarter", "/reports/departments-above-mean")) {
      answer("GET " + path + "/rows", () -> server.get(path + "?year=2021"));
      answer(
          "GET " + path + "/report", () -> server.get(path + "?year=2021", "Accept", "text/csv"));
    }
    answer("GET /me/anonymous", () -> server.get("/me"));
    answer(
        "GET /loads/{load_id}/rejects/rejects",
        () -> server.get(refusedRow() + "/rejects", "Accept", "application/json"));
    answer(
        "GET /loads/{load_id}/rejects/file",
        () -> server.get(refusedRow() + "/rejects", "Accept", "text/csv"));
    answer("GET /openapi.yaml/start", () -> server.get("/openapi.yaml"));
  }

  private void problemsOfRequests() {
    answer(
        "UnusableLoad/missing_parameter",
        () ->
            server.send(
                "POST", "/db_migration?append=yes&schema=" + server.schema(), "1,a\n", "text/csv"));
    answer("UnusableLoad/invalid_parameter", () -> server.load("jobs", "1,a\n", "on_error=stop"));
    answer(
        "UnusableParameter/invalid_parameter", () -> server.get("/first_sql_requirement?year=21"));
    answer("UnknownTarget/unknown_table", () -> server.load("employees", "1,a\n"));
    answer(
        "UnknownTarget/unknown_schema",
        () -> server.send("POST", "/db_migration?schema=payroll&table=jobs", "1,a\n", "text/csv"));
    answer("UnknownTarget/not_found", () -> server.get("/db_migrations"));
    answer("UnknownLoad/unknown_load", () -> server.get("/loads/6f3e1d0a"));
    answer("NoReports/unknown_load", () -> server.get("/first_sql_requirement?load_id=6f3e1d0a"));
    answer(
        "NoReports/no_reports_of_load",
        () ->
            server.get(
                "/second_sql_requirement?load_id="
                    + server.get("/loads?limit=1").json().at("/loads/0/load_id").asText()));
    answer("NoRejects/unknown_load", () -> server.get("/loads/6f3e1d0a/rejects"));
    answer("NoRejects/no_rejects", () -> server.get(cleanLoad() + "/rejects"));
    answer(
        "LoadEnded/load_ended", () -> server.send("DELETE", cleanLoad(), BodyPublishers.noBody()));
    answer(
        "MethodNotAllowed/method_not_allowed",
        () -> server.send("DELETE", "/db_migration", BodyPublishers.noBody()));
    answer(
        "NotAcceptable/not_acceptable",
        () -> server.get("/first_sql_requirement?year=2021", "Accept", "image/png"));
    answer(
        "Forbidden/origin_not_allowed",
        () ->
            server.send(
                "POST",
                server.loadPath("jobs"),
                BodyPublishers.ofString("1,a\n"),
                "Origin",
                "https://evil.example"));
  }

  /** The path of a load whose second row was refused. */
  private String refusedRow() {
    Answer loaded =
        server.load(
            "departments", "1,Product Management\nx,bad\n", "append=true", "on_duplicate=update");
    return "/loads/" + loaded.assertStatus(200).json().get("load_id").asText();
  }

  /** The path of a load without refused rows. */
  private String cleanLoad() {
    Answer loaded =
        server.load("departments", "1,Product Management\n", "append=true", "on_duplicate=update");
    return "/loads/" + loaded.assertStatus(200).json().get("load_id").asText();
  }

  private void problemsOfBodies() {
    answer("UnusableLoad/empty_body", () -> server.load("jobs", "\n"));
    answer("UnusableLoad/malformed_csv", () -> server.load("jobs", "1,a\n".repeat(16) + "2,\"b\n"));
    answer("UnusableLoad/duplicate_column", () -> server.load("jobs", "id,id,job\n1,2,a\n"));
    answer("UnusableLoad/unknown_column", () -> server.load("jobs", "id,job,salary\n1,a,2\n"));
    answer("UnusableLoad/missing_column", () -> server.load("jobs", "id\n1\n"));
    answer(
        "UnusableLoad/corrupt_encoding",
        () ->
            server.send(
                "POST",
                server.loadPath("jobs"),
                BodyPublishers.ofByteArray(cutGzip()),
                "Content-Encoding",
                "gzip"));
    answer(
        "UnusableLoad/invalid_json",
        () -> server.send("POST", server.loadPath("jobs"), rows(1001), "application/json"));
    answer(
        "UnusableLoad/digest_mismatch",
        () ->
            server.send(
                "POST",
                server.loadPath("jobs"),
                BodyPublishers.ofString("1,Recruiter\n"),
                "Content-Digest",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"));
    answer(
        "TooLarge/field_too_large",
        () -> server.load("jobs", "1,a\n".repeat(16) + "2,\"" + "b".repeat(200_000)));
    answer(
        "UnsupportedMediaType/unsupported_media_type",
        () ->
            server.send(
                "POST", server.loadPath("jobs"), "1,a\n", "application/x-www-form-urlencoded"));
  }

  private static byte[] cutGzip() {
    byte[] whole = SendingMode.gzip("1,Recruiter\n");
    return Arrays.copyOf(whole, whole.length - 4);
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(id -> "{\"id\":%d,\"job\":\"a\"}".formatted(100_000 + id))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void problemsOfRows() {
    answer(
        "Conflict/referenced_rows",
        () -> {
          server
              .load("departments", "3,Legal\n8,Support\n", "append=true", "on_duplicate=update")
              .assertStatus(200);
          return server.load(
              "departments", sample("departments").replaceAll("(?m)^[38],.*\\n", ""));
        });
    answer("RowsRefused/no_rows_accepted", () -> server.load("jobs", "5.5,a\n6\n", "append=true"));
    answer(
        "RowsRefused/too_many_errors",
        () ->
            server.load(
                "hired_employees",
                hires(13) + "90100,A,2021-01-01T00:00:00Z,1,999\n",
                "append=true",
                "max_errors=0"));
    answer(
        "RowsRefused/aborted_on_error",
        () -> server.load("jobs", "9001,a\n9002,b\n1,c\n", "append=true", "on_error=abort"));
    answer(
        "RowsRefused/idempotency_key_reused",
        () -> {
          keyed("9003,a\n").assertStatus(200);
          return keyed("9003,b\n");
        });
  }

  private static String hires(int count) {
    return IntStream.range(0, count)
        .mapToObj("%d,A,2021-01-01T00:00:00Z,1,1\n"::formatted)
        .map(row -> "9000" + row)
        .collect(Collectors.joining());
  }

  private Answer keyed(String csv) {
    return server.send(
        "PUT",
        server.loadPath("jobs", "append=true", "dry_run=false", "on_duplicate=update"),
        BodyPublishers.ofString(csv),
        "Idempotency-Key",
        KEY);
  }

  private void problemsOfTheParser() {
    raw(
        "UnusableParameter/malformed_request",
        "POST /db_migration HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
    raw(
        "UnusableLoad/malformed_request",
        "POST /db_migration HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
    raw(
        "UriTooLong/uri_too_long",
        "GET /health/live?" + "x".repeat(5000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    raw(
        "HeadersTooLarge/headers_too_large",
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\nCookie: " + "x".repeat(9000) + "\r\n\r\n");
    raw("HttpVersionNotSupported/http_version_not_supported", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    raw(
        "Misdirected/misdirected_request",
        "GET /health/live HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  }

  private void raw(String example, String request) {
    answer(
        example,
        () -> {
          try (RawRequest socket = new RawRequest(server.base())) {
            return socket.send(request).answer();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * @param example a response of the components, or an operation, and the name of its example
   */
  private void answer(String example, Supplier<Answer> request) {
    requests.put(example, request);
  }

  private void assertAnswers(String name, Answer answer) {
    JsonNode example = example(name);
    if (example.isTextual()) {
      assertThat(answer.text()).startsWith(example.asText());
    } else {
      assertMatches(name, example, answer.json(), answer);
    }
  }

  private JsonNode example(String name) {
    int slash = name.lastIndexOf('/');
    String owner = name.substring(0, slash);
    JsonNode content =
        owner.startsWith("GET ")
            ? contract.get("paths").get(owner.substring(4)).at("/get/responses/200/content")
            : contract.at("/components/responses/" + owner + "/content");
    for (JsonNode mediaType : content) {
      JsonNode example = mediaType.path("examples").path(name.substring(slash + 1)).path("value");
      if (!example.isMissingNode()) {
        return example;
      }
    }
    throw new AssertionError("no example " + name);
  }

  /** The elements of an example's array are the first of the answer's. */
  private void assertMatches(String at, JsonNode example, JsonNode answered, Answer answer) {
    if (example.isObject()) {
      assertThat(answered.fieldNames())
          .toIterable()
          .as("%s in %s", at, answer.text())
          .containsExactlyInAnyOrderElementsOf(example::fieldNames);
      example
          .properties()
          .forEach(
              field -> {
                JsonNode value = answered.get(field.getKey());
                String below = at + "." + field.getKey();
                if (field.getKey().equals("client")) {
                  return; // it depends on the access
                }
                if (VOLATILE.contains(field.getKey())) {
                  assertThat(value.isNull()).as(below).isEqualTo(field.getValue().isNull());
                } else {
                  assertMatches(below, field.getValue(), value, answer);
                }
              });
    } else if (example.isArray()) {
      assertThat(answered.size()).as(at).isGreaterThanOrEqualTo(example.size());
      for (int i = 0; i < example.size(); i++) {
        assertMatches(at + "." + i, example.get(i), answered.get(i), answer);
      }
    } else {
      assertThat(comparable(answered.asText()))
          .as("%s in %s", at, answer.text())
          .isEqualTo(comparable(example.asText()));
    }
  }

  private String comparable(String text) {
    return ID.matcher(text.replace(server.schema(), "hiring")).replaceAll("<id>");
  }
}
