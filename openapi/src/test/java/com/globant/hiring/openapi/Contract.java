package com.globant.hiring.openapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The packaged contract as a tree, with the questions that the tests ask of it. */
final class Contract {
  static final String RESOURCE = "openapi/openapi.yaml";

  private static final Pattern TABLE_LINE =
      Pattern.compile("^\\|(?: (\\d{3}) \\|)? `(\\w+)` \\|", Pattern.MULTILINE);
  private static final List<String> METHODS =
      List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

  private final JsonNode root;

  private Contract(JsonNode root) {
    this.root = root;
  }

  static Contract read() {
    try (InputStream yaml = Contract.class.getClassLoader().getResourceAsStream(RESOURCE)) {
      return new Contract(new YAMLMapper().readTree(Objects.requireNonNull(yaml, RESOURCE)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Contract of(JsonNode root) {
    return new Contract(root);
  }

  JsonNode root() {
    return root;
  }

  JsonNode schema(String name) {
    return root.at("/components/schemas/" + name);
  }

  /** The operations by method and path, such as {@code GET /openapi.yaml}. */
  Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new LinkedHashMap<>();
    root.get("paths")
        .properties()
        .forEach(
            path ->
                METHODS.stream()
                    .filter(path.getValue()::has)
                    .forEach(
                        method ->
                            operations.put(
                                method.toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                path.getValue().get(method))));
    return operations;
  }

  /** The node itself, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? resolved(root.at(node.get("$ref").asText().substring(1))) : node;
  }

  /** Pointers to all nodes that have a schema and examples: media types, parameters and headers. */
  List<JsonPointer> exemplified() {
    List<JsonPointer> found = new ArrayList<>();
    collectExemplified(root, JsonPointer.empty(), found);
    return found;
  }

  private static void collectExemplified(
      JsonNode node, JsonPointer pointer, List<JsonPointer> found) {
    if (node.has("schema") && (node.has("example") || node.has("examples"))) {
      found.add(pointer);
    }
    if (node.isObject()) {
      node.properties()
          .forEach(
              child ->
                  collectExemplified(
                      child.getValue(), pointer.appendProperty(child.getKey()), found));
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collectExemplified(node.get(i), pointer.appendIndex(i), found);
      }
    }
  }

  /** The values of a node's example or examples. */
  static List<JsonNode> examplesOf(JsonNode node) {
    return node.has("example")
        ? List.of(node.get("example"))
        : node.get("examples").properties().stream()
            .map(example -> example.getValue().get("value"))
            .toList();
  }

  /** The values that an open string is known to take. */
  static List<String> knownValues(JsonNode schema) {
    return texts(schema.get("x-extensible-enum"));
  }

  static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /**
   * The lines of the table in a schema's description: status, or null where it has none, and code.
   */
  static List<MatchResult> describedValues(JsonNode schema) {
    return TABLE_LINE.matcher(schema.get("description").asText()).results().toList();
  }
}
