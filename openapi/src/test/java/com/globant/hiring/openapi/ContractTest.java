package com.globant.hiring.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract says what it promises, everywhere it promises it. */
class ContractTest {
  private static final Contract CONTRACT = Contract.read();
  private static final List<String> WITHOUT_EXAMPLE =
      List.of(
          "DryRunOfReport",
          "ContentDigest",
          "ReprDigest",
          "IdempotencyKey",
          "Columns",
          "Source",
          "Engine");
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(Dialects.getOpenApi30());

  @Test
  void operationsAreThosePublished() {
    Map<String, String> ids = new TreeMap<>();
    CONTRACT.operations().forEach((name, model) -> ids.put(name, text(model, "operationId")));

    assertThat(ids)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("POST /db_migration", "migrateCsv"),
                Map.entry("PUT /db_migration", "migrateCsvPut"),
                Map.entry("GET /tables", "listTables"),
                Map.entry("GET /tables/{table}", "getTable"),
                Map.entry("GET /loads", "listLoads"),
                Map.entry("GET /loads/{load_id}", "getLoad"),
                Map.entry("DELETE /loads/{load_id}", "cancelLoad"),
                Map.entry("GET /loads/{load_id}/rejects", "getRejects"),
                Map.entry("GET /loads/{load_id}/events", "watchLoad"),
                Map.entry("GET /first_sql_requirement", "hiresByQuarter"),
                Map.entry("GET /second_sql_requirement", "departmentsAboveMean"),
                Map.entry("GET /reports/hires-by-quarter", "readHiresByQuarter"),
                Map.entry("GET /reports/departments-above-mean", "readDepartmentsAboveMean"),
                Map.entry("GET /me", "whoAmI"),
                Map.entry("GET /openapi.yaml", "getOpenApi"),
                Map.entry("GET /metrics", "getMetrics"),
                Map.entry("GET /health/live", "healthLive"),
                Map.entry("GET /health/ready", "healthReady")));
    assertThat(ids.values()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "python/pyproject.toml, 'version = \"%s\"'",
    "typescript/package.json, '\"version\": \"%s\"'",
    "typescript/package-lock.json, '\"version\": \"%s\"'"
  })
  void clientsHaveTheVersionOfTheContract(String file, String line) throws IOException {
    String version = CONTRACT.root().at("/info/version").asText();

    assertThat(Files.readString(Path.of(file))).contains(line.formatted(version));
  }

  @Test
  void everyOperationDocumentsTheStatusesCommonToAll() {
    assertThat(CONTRACT.operations())
        .allSatisfy(
            (name, model) ->
                assertThat(statuses(model))
                    .contains("400", "405", "414", "421", "431", "500", "505")
                    // What is answered with another place has nothing to negotiate.
                    .containsAnyOf("200", "302")
                    .containsAnyOf("406", "302"));
  }

  @Test
  void loadsDocumentEveryStatusTheyCanEndIn() {
    assertThat(statuses(operation("POST /db_migration")))
        .containsExactlyInAnyOrder(
            "200", "202", "400", "401", "403", "404", "405", "406", "408", "409", "413", "414",
            "415", "421", "422", "429", "431", "500", "503", "505");
  }

  @Test
  void reportsDocumentEveryStatusTheyCanEndIn() {
    assertThat(
            List.of(
                "GET /first_sql_requirement",
                "GET /second_sql_requirement",
                "GET /reports/hires-by-quarter",
                "GET /reports/departments-above-mean"))
        .allSatisfy(
            name ->
                assertThat(statuses(operation(name)))
                    .containsExactlyInAnyOrder(
                        "200", "304", "400", "401", "403", "404", "405", "406", "414", "421", "431",
                        "500", "503", "505"));
  }

  @Test
  void securedOperationsDocumentTheirRoleAnd401And403() {
    assertThat(CONTRACT.operations().values())
        .filteredOn(model -> !model.get("security").isEmpty())
        .hasSizeGreaterThan(3)
        .allSatisfy(
            model -> {
              assertThat(text(model, "x-role")).isIn("reader", "loader");
              assertThat(statuses(model)).contains("401", "403");
            });
  }

  @Test
  void putMeansTheSameAsPost() {
    JsonNode post = operation("POST /db_migration");
    JsonNode put = operation("PUT /db_migration");

    assertThat(put.get("requestBody")).isEqualTo(post.get("requestBody"));
    assertThat(put.get("responses")).isEqualTo(post.get("responses"));
    assertThat(put.get("security")).isEqualTo(post.get("security"));
  }

  @Test
  void everyFailureIsAProblemWithAnExample() {
    assertThat(CONTRACT.operations().values())
        .flatExtracting(model -> List.copyOf(model.get("responses").properties()))
        .filteredOn(response -> response.getKey().compareTo("400") >= 0)
        .isNotEmpty()
        .allSatisfy(
            response -> {
              JsonNode content = CONTRACT.resolved(response.getValue()).get("content");
              assertThat(content.properties()).hasSize(1);
              JsonNode problem = content.get("application/problem+json");
              assertThat(problem.at("/schema/$ref").asText())
                  .isEqualTo("#/components/schemas/Problem");
              assertThat(Contract.examplesOf(problem))
                  .isNotEmpty()
                  .allSatisfy(
                      example -> assertThat(text(example, "status")).isEqualTo(response.getKey()));
            });
  }

  @Test
  void everyAnswerHasTheIdOfItsRequest() {
    assertThat(CONTRACT.operations().values())
        .flatExtracting(model -> List.copyOf(model.get("responses").properties()))
        .isNotEmpty()
        .allSatisfy(
            response ->
                assertThat(
                        CONTRACT
                            .resolved(response.getValue())
                            .at("/headers/X-Request-Id/$ref")
                            .asText())
                    .isEqualTo("#/components/headers/RequestId"));
  }

  @Test
  void everyProblemCodeIsDescribedAndExemplifiedUnderOneStatus() {
    JsonNode codes = CONTRACT.schema("ProblemCode");
    Map<String, String> described = new TreeMap<>();
    Contract.describedValues(codes)
        .forEach(line -> assertThat(described.put(line.group(2), line.group(1))).isNull());
    Map<String, String> exemplified = new TreeMap<>();
    CONTRACT.exemplified().stream()
        .map(CONTRACT.root()::at)
        .filter(node -> node.at("/schema/$ref").asText().endsWith("/Problem"))
        .flatMap(node -> Contract.examplesOf(node).stream())
        .forEach(example -> exemplified.put(text(example, "code"), text(example, "status")));

    assertThat(described).isEqualTo(exemplified);
    assertThat(Contract.knownValues(codes))
        .containsExactlyInAnyOrderElementsOf(described.keySet())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyRowErrorCodeIsDescribed() {
    JsonNode codes = CONTRACT.schema("RowErrorCode");

    assertThat(Contract.describedValues(codes).stream().map(line -> line.group(2)))
        .isNotEmpty()
        .containsExactlyElementsOf(Contract.knownValues(codes));
  }

  @Test
  void everyExampleFitsItsSchema() {
    List<JsonPointer> exemplified = CONTRACT.exemplified();
    List<String> misfits = new ArrayList<>();
    exemplified.forEach(
        pointer ->
            Contract.examplesOf(CONTRACT.root().at(pointer))
                .forEach(
                    example ->
                        errors(pointer + "/schema", example)
                            .forEach(error -> misfits.add(pointer + ": " + error))));

    assertThat(exemplified).hasSizeGreaterThan(20);
    assertThat(misfits).isEmpty();
  }

  @Test
  void exampleThatDoesNotFitIsDetected() {
    JsonNode report =
        CONTRACT
            .root()
            .at(
                "/components/responses/Loaded/content/application~1json/examples/committed/value"
                    + "/rows");

    assertThat(errors("/components/schemas/RowCounts", report)).isEmpty();
    assertThat(errors("/components/schemas/LoadReport", report)).isNotEmpty();
  }

  @Test
  void temporaryStatusesDocumentRetryAfter() {
    assertThat(List.of("409", "429", "503"))
        .allSatisfy(
            status ->
                assertThat(
                        CONTRACT
                            .resolved(operation("POST /db_migration").at("/responses/" + status))
                            .at("/headers/Retry-After")
                            .isMissingNode())
                    .isFalse());
  }

  @Test
  void everyParameterIsDescribedAndHasAnExample() {
    assertThat(CONTRACT.root().at("/components/parameters").properties())
        .isNotEmpty()
        .allSatisfy(
            parameter -> {
              assertThat(text(parameter.getValue(), "description")).isNotBlank();
              if (WITHOUT_EXAMPLE.contains(parameter.getKey())) {
                // An example would fail where it is tried, as it fits no body or no load that
                // exists.
                assertThat(text(parameter.getValue(), "description")).contains("As in `");
              } else {
                assertThat(parameter.getValue().has("example")).isTrue();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8e03978e-40d5", "\"8e03978e-40d5\"", "\"a,b;c\"", "\"a\\\\b\\\"c\"", "a=b/c~!"})
  void idempotencyKeyIsAStringOfStructuredFieldsOrBare(String key) {
    assertThat(errors("/components/parameters/IdempotencyKey/schema", TextNode.valueOf(key)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\"\"", "\"open", "a b", "\"a b\"", "a,b", "a;b", "\"a\"b\"", "\"a\\b\"", "é"})
  void nothingElseIsAnIdempotencyKey(String key) {
    assertThat(errors("/components/parameters/IdempotencyKey/schema", TextNode.valueOf(key)))
        .isNotEmpty();
  }

  @Test
  void idempotencyKeyIsNoLongerThanItsColumn() {
    for (String quote : List.of("", "\"")) {
      assertThat(
              errors(
                  "/components/parameters/IdempotencyKey/schema",
                  TextNode.valueOf(quote + "k".repeat(255) + quote)))
          .isEmpty();
      assertThat(
              errors(
                  "/components/parameters/IdempotencyKey/schema",
                  TextNode.valueOf(quote + "k".repeat(256) + quote)))
          .isNotEmpty();
    }
  }

  private static List<Error> errors(String schemaPointer, JsonNode instance) {
    Schema schema =
        SCHEMAS.getSchema(
            SchemaLocation.of("classpath:" + Contract.RESOURCE + "#" + schemaPointer));
    return schema.validate(instance);
  }

  private static JsonNode operation(String name) {
    return Objects.requireNonNull(CONTRACT.operations().get(name), name);
  }

  private static List<String> statuses(JsonNode operation) {
    List<String> statuses = new ArrayList<>();
    operation.get("responses").fieldNames().forEachRemaining(statuses::add);
    return statuses;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
