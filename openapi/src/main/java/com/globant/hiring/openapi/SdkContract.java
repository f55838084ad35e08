package com.globant.hiring.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Derives the document that the SDKs are generated from. It means the same as the published
 * contract but says one thing at a time, since generators crash on several kinds of bodies and
 * answers or ignore all but one:
 *
 * <ul>
 *   <li>{@code POST /db_migration} is {@code loadCsv} with a binary body, {@code PUT} is {@code
 *       loadRows} with JSON. The service takes all bodies with both. Neither has {@code source},
 *       with which there is no body.
 *   <li>Both answer with one schema, {@code LoadOutcome}, which has what 200 and 202 have.
 *   <li>Each answer has one media type, JSON if there is any; each failure is the {@code default}
 *       answer. Redirects and 304 are left out.
 *   <li>Enums of parameters are schemas with names. Properties whose names are no identifiers are
 *       left out: each has a twin.
 *   <li>There are no examples, and nothing that is not used.
 * </ul>
 */
public final class SdkContract {
  private static final List<String> METHODS = List.of("get", "put", "post", "delete");
  private static final String CSV = "text/csv";
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";

  /** Parameters that only concern CSV. */
  private static final List<String> OF_CSV = List.of("Header", "Delimiter", "ContentEncoding");

  private final ObjectNode root;

  private SdkContract(ObjectNode root) {
    this.root = root;
  }

  /**
   * Reads the published contract and writes the derived one.
   *
   * @param args the files of both
   */
  public static void main(String[] args) throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    ObjectNode derived = derive((ObjectNode) yaml.readTree(Path.of(args[0]).toFile()));
    Path target = Path.of(args[1]);
    Files.createDirectories(target.getParent());
    yaml.writeValue(target.toFile(), derived);
  }

  /** The derived document. The published one stays as it is. */
  static ObjectNode derive(ObjectNode published) {
    SdkContract contract = new SdkContract(published.deepCopy());
    contract.nameEnums();
    contract.addLoadOutcome();
    contract.splitLoads();
    contract.simplifyAnswers();
    contract.dropNamesThatAreNoIdentifiers();
    contract.drop(contract.root, Set.of("example", "examples"));
    contract.dropUnused();
    return contract.root;
  }

  /** Enums of parameters become schemas, named as their parameters. */
  private void nameEnums() {
    for (String name : names(parameters())) {
      ObjectNode parameter = (ObjectNode) parameters().get(name);
      ObjectNode schema = (ObjectNode) parameter.get("schema");
      if (!schema.has("enum")) {
        continue;
      }
      if (name.equals("TableFilter")) {
        // The tables are those of a deployment.
        schema.remove("enum");
        continue;
      }
      if (name.equals("StatusFilter")) {
        parameter.set("schema", reference("LoadStatus"));
        continue;
      }
      JsonNode defaultValue = schema.remove("default");
      if (name.equals("Delimiter")) {
        // The word in place of the character, which is no name in any language.
        ArrayNode values = (ArrayNode) schema.get("enum");
        values.removeIf(value -> value.asText().equals("\t"));
        ArrayNode words = schema.putArray("x-enum-varnames");
        List.of("COMMA", "SEMICOLON", "PIPE", "TAB").forEach(words::add);
      }
      schema.set("description", parameter.get("description"));
      schemas().set(name, schema);
      parameter.set("schema", reference(name));
      if (defaultValue != null) {
        parameter.put(
            "description",
            parameter.get("description").asText().strip()
                + " By default, `%s`.".formatted(defaultValue.asText()));
      }
    }
  }

  /** What 200 and 202 have, each required if both have it. */
  private void addLoadOutcome() {
    JsonNode load = schemas().get("Load");
    JsonNode report = schemas().get("LoadReport");
    ObjectNode outcome = schemas().putObject("LoadOutcome");
    outcome.put(
        "description",
        "What a load did. With `Prefer: respond-async`, the load as it is when its body was received.");
    outcome.put("type", "object");
    Set<String> required = texts(load.get("required"));
    required.retainAll(texts(report.get("required")));
    ArrayNode names = outcome.putArray("required");
    required.forEach(names::add);
    ObjectNode properties = outcome.putObject("properties");
    for (JsonNode schema : List.of(report, load)) {
      schema
          .get("properties")
          .properties()
          .forEach(p -> properties.set(p.getKey(), p.getValue().deepCopy()));
    }
  }

  private void splitLoads() {
    ObjectNode path = (ObjectNode) paths().get("/db_migration");
    ArrayNode shared = (ArrayNode) path.remove("parameters");
    shared.removeIf(parameter -> parameter.get("$ref").asText().endsWith("/Source"));
    ObjectNode csv = (ObjectNode) path.get("post");
    ObjectNode rows = (ObjectNode) path.get("put");
    JsonNode content = root.at("/components/requestBodies/Rows/content");
    csv.put("operationId", "loadCsv").set("parameters", shared);
    setBody(csv, CSV, content.get(CSV));
    rows.put("operationId", "loadRows").put("summary", "Load rows into a table");
    rows.put(
        "description",
        "Loads 1 to 1000 rows under the same rules as those of a CSV file, in one atomic load.");
    ArrayNode ofRows = rows.putArray("parameters");
    shared.forEach(
        parameter -> {
          String reference = parameter.get("$ref").asText();
          if (!OF_CSV.contains(reference.substring(reference.lastIndexOf('/') + 1))) {
            ofRows.add(parameter);
          }
        });
    setBody(rows, JSON, content.get(JSON));
    for (ObjectNode load : List.of(csv, rows)) {
      ObjectNode answers = (ObjectNode) load.get("responses");
      for (String status : List.of("200", "202")) {
        ObjectNode answer = resolved(answers.get(status)).deepCopy();
        ((ObjectNode) answer.at("/content/application~1json"))
            .set("schema", reference("LoadOutcome"));
        answers.set(status, answer);
      }
    }
  }

  private static void setBody(ObjectNode operation, String type, JsonNode media) {
    ObjectNode body = operation.putObject("requestBody");
    body.put("required", true);
    body.putObject("content").set(type, media.deepCopy());
  }

  private void simplifyAnswers() {
    for (JsonNode path : paths()) {
      for (String method : METHODS) {
        if (path.has(method)) {
          simplifyAnswers((ObjectNode) path.get(method).get("responses"));
        }
      }
    }
  }

  private void simplifyAnswers(ObjectNode answers) {
    for (String status : names(answers)) {
      if (status.compareTo("300") >= 0) {
        answers.remove(status);
        continue;
      }
      ObjectNode answer = resolved(answers.get(status)).deepCopy();
      answer.remove("headers");
      ObjectNode content = (ObjectNode) answer.get("content");
      if (content != null) {
        String type = content.has(JSON) ? JSON : names(content).get(0);
        content.retain(type);
        if (type.equals(EVENTS)) {
          ObjectNode media = (ObjectNode) content.get(type);
          media.remove("x-event-schema");
          media.set("schema", reference("Load"));
        }
      }
      answers.set(status, answer);
    }
    ObjectNode failure = answers.putObject("default");
    failure.put("description", "A problem; `code` says which.");
    failure
        .putObject("content")
        .putObject("application/problem+json")
        .set("schema", reference("Problem"));
  }

  private void dropNamesThatAreNoIdentifiers() {
    for (JsonNode schema : schemas()) {
      ObjectNode properties = (ObjectNode) schema.get("properties");
      if (properties == null) {
        continue;
      }
      for (String name : names(properties)) {
        if (name.contains("-")) {
          if (!properties.has(name.replace('-', '_'))) {
            throw new IllegalStateException("No twin of " + name);
          }
          properties.remove(name);
          ((ArrayNode) schema.get("required")).removeIf(one -> one.asText().equals(name));
        }
      }
    }
  }

  /** Not of objects that are properties: these may have any name. */
  private void drop(JsonNode node, Set<String> members) {
    if (node instanceof ObjectNode object) {
      object.remove(members);
    }
    node.forEach(child -> drop(child, members));
  }

  private void dropUnused() {
    Set<String> used = new LinkedHashSet<>();
    Deque<JsonNode> toVisit =
        new ArrayDeque<>(List.of(paths(), root.at("/components/securitySchemes")));
    while (!toVisit.isEmpty()) {
      JsonNode node = toVisit.pop();
      if (node.get("$ref") instanceof TextNode reference && used.add(reference.asText())) {
        toVisit.push(root.at(reference.asText().substring(1)));
      }
      node.forEach(toVisit::push);
    }
    for (String kind : List.of("schemas", "parameters", "responses", "headers", "requestBodies")) {
      ObjectNode components = (ObjectNode) root.at("/components/" + kind);
      components.retain(
          names(components).stream()
              .filter(name -> used.contains("#/components/%s/%s".formatted(kind, name)))
              .toList());
      if (components.isEmpty()) {
        ((ObjectNode) root.get("components")).remove(kind);
      }
    }
  }

  private ObjectNode paths() {
    return (ObjectNode) root.get("paths");
  }

  private ObjectNode schemas() {
    return (ObjectNode) root.at("/components/schemas");
  }

  private ObjectNode parameters() {
    return (ObjectNode) root.at("/components/parameters");
  }

  private ObjectNode resolved(JsonNode node) {
    return (ObjectNode) (node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node);
  }

  private ObjectNode reference(String schema) {
    return root.objectNode().put("$ref", "#/components/schemas/" + schema);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
