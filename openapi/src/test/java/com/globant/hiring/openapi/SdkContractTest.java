package com.globant.hiring.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The document of the SDKs means the same as the published contract. */
class SdkContractTest {
  private static final Contract PUBLISHED = Contract.read();
  private static final ObjectNode DERIVED = SdkContract.derive((ObjectNode) PUBLISHED.root());
  private static final Contract SDK = Contract.of(DERIVED);
  private static final String URI = "https://sdk.example/openapi.json";
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(
          Dialects.getOpenApi30(), builder -> builder.schemas(Map.of(URI, DERIVED.toString())));

  @Test
  void operationsAreThoseOfTheContract() {
    assertThat(SDK.operations().keySet()).isEqualTo(PUBLISHED.operations().keySet());
    assertThat(id(SDK, "POST /db_migration")).isEqualTo("loadCsv");
    assertThat(id(SDK, "PUT /db_migration")).isEqualTo("loadRows");
    Map<String, String> others = new TreeMap<>();
    PUBLISHED.operations().keySet().stream()
        .filter(name -> !name.endsWith("/db_migration"))
        .forEach(name -> others.put(name, id(PUBLISHED, name)));
    assertThat(others).allSatisfy((name, id) -> assertThat(id(SDK, name)).isEqualTo(id));
  }

  @Test
  void parametersAreThoseOfTheContractAndTakeNoOtherValues() {
    PUBLISHED
        .operations()
        .forEach(
            (name, operation) -> {
              Map<String, JsonNode> published = parameters(PUBLISHED, name);
              Map<String, JsonNode> derived = parameters(SDK, name);
              Set<String> missing = new TreeSet<>(published.keySet());
              missing.removeAll(derived.keySet());
              assertThat(missing)
                  .as(name)
                  .isEqualTo(
                      switch (name) {
                        case "POST /db_migration" -> Set.of("source");
                        case "PUT /db_migration" ->
                            Set.of("Content-Encoding", "delimiter", "header", "source");
                        default -> Set.of();
                      });
              derived.forEach(
                  (key, parameter) -> {
                    JsonNode original = Objects.requireNonNull(published.get(key), key);
                    assertThat(parameter.get("in")).isEqualTo(original.get("in"));
                    assertThat(parameter.path("required")).isEqualTo(original.path("required"));
                    JsonNode schema = SDK.resolved(parameter.get("schema"));
                    JsonNode values = original.at("/schema/enum");
                    assertThat(schema.get("type")).isEqualTo(original.at("/schema/type"));
                    assertThat(texts(values)).containsAll(texts(schema.path("enum")));
                  });
            });
  }

  @Test
  void everyParameterWithChoicesIsANamedEnum() {
    assertThat(SDK.root().at("/components/parameters"))
        .allSatisfy(parameter -> assertThat(parameter.at("/schema").has("enum")).isFalse());
  }

  @Test
  void everySuccessfulExampleOfTheContractFits() {
    List<String> misfits = new ArrayList<>();
    List<String> compared = new ArrayList<>();
    PUBLISHED
        .operations()
        .forEach(
            (name, operation) ->
                operation
                    .get("responses")
                    .properties()
                    .forEach(
                        answer -> {
                          JsonNode json =
                              PUBLISHED
                                  .resolved(answer.getValue())
                                  .at("/content/application~1json");
                          if (answer.getKey().startsWith("2") && json.has("examples")) {
                            JsonNode schema =
                                operation(SDK, name)
                                    .at("/responses/" + answer.getKey())
                                    .at("/content/application~1json/schema/$ref");
                            Contract.examplesOf(json)
                                .forEach(
                                    example -> {
                                      compared.add(name);
                                      errors(schema.asText(), example)
                                          .forEach(error -> misfits.add(name + ": " + error));
                                    });
                          }
                        }));

    assertThat(compared).hasSizeGreaterThan(10);
    assertThat(misfits).isEmpty();
  }

  @Test
  void everyFailureIsAProblem() {
    assertThat(SDK.operations().values())
        .allSatisfy(
            operation ->
                assertThat(
                        operation
                            .at("/responses/default/content/application~1problem+json/schema/$ref")
                            .asText())
                    .isEqualTo("#/components/schemas/Problem"));
    PUBLISHED.root().at("/components/responses").properties().stream()
        .flatMap(
            response ->
                response
                    .getValue()
                    .at("/content/application~1problem+json/examples")
                    .properties()
                    .stream())
        .forEach(
            example ->
                assertThat(errors("#/components/schemas/Problem", example.getValue().get("value")))
                    .as(example.getKey())
                    .isEmpty());
  }

  @Test
  void schemasHaveWhatTheContractHas() {
    SDK.root()
        .at("/components/schemas")
        .properties()
        .forEach(
            schema -> {
              JsonNode original = PUBLISHED.schema(schema.getKey());
              if (!original.isMissingNode()) {
                Set<String> names = names(original.path("properties"));
                names.removeIf(name -> name.contains("-"));
                assertThat(names(schema.getValue().path("properties")))
                    .as(schema.getKey())
                    .isEqualTo(names);
              }
            });
    Set<String> both = names(PUBLISHED.schema("Load").get("properties"));
    both.addAll(names(PUBLISHED.schema("LoadReport").get("properties")));
    assertThat(names(SDK.schema("LoadOutcome").get("properties"))).isEqualTo(both);
  }

  @Test
  void nothingHasTwoKinds() {
    SDK.operations()
        .forEach(
            (name, operation) -> {
              assertThat(operation.at("/requestBody/content").size()).as(name).isLessThan(2);
              assertThat(operation.get("responses"))
                  .allSatisfy(answer -> assertThat(answer.path("content").size()).isLessThan(2));
            });
  }

  private static String id(Contract contract, String operation) {
    return operation(contract, operation).path("operationId").asText();
  }

  private static JsonNode operation(Contract contract, String name) {
    return Objects.requireNonNull(contract.operations().get(name), name);
  }

  private static Map<String, JsonNode> parameters(Contract contract, String operation) {
    String path = operation.substring(operation.indexOf(' ') + 1);
    Map<String, JsonNode> parameters = new TreeMap<>();
    for (JsonNode owner :
        List.of(contract.root().get("paths").get(path), operation(contract, operation))) {
      for (JsonNode parameter : owner.path("parameters")) {
        JsonNode resolved = contract.resolved(parameter);
        parameters.put(resolved.get("name").asText(), resolved);
      }
    }
    return parameters;
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> texts(JsonNode array) {
    return array.isMissingNode() ? List.of() : Contract.texts(array);
  }

  private static List<?> errors(String reference, JsonNode instance) {
    return SCHEMAS.getSchema(SchemaLocation.of(URI + reference)).validate(instance);
  }
}
