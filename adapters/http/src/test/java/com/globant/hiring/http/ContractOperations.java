package com.globant.hiring.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The operations of the contract, for tests that go over all of them. */
public final class ContractOperations {
  private static final JsonObject CONTRACT = read();

  /**
   * An operation.
   *
   * @param path with examples in place of its parameters
   * @param parameters with their references resolved
   */
  public record Operation(String id, String method, String path, List<JsonObject> parameters) {

    /** The path with all that is required, so that nothing is wrong with it. */
    public String target() {
      List<String> pairs =
          parameters.stream()
              .filter(parameter -> parameter.getString("in").equals("query"))
              .filter(parameter -> parameter.getBoolean("required", false))
              .map(parameter -> parameter.getString("name") + "=" + parameter.getValue("example"))
              .toList();
      return pairs.isEmpty() ? path : path + "?" + String.join("&", pairs);
    }

    /** As {@link #target}, with a value of one parameter, which is escaped already. */
    public String targetWith(String name, String value) {
      String others =
          target().replaceAll("(?<=[?&])" + name + "=[^&]*&?", "").replaceAll("[?&]$", "");
      return others + (others.contains("?") ? "&" : "?") + name + "=" + value;
    }

    public boolean hasBody() {
      return method.equals("POST") || method.equals("PUT");
    }

    @Override
    public String toString() {
      return id;
    }
  }

  private ContractOperations() {}

  private static JsonObject read() {
    Map<String, Object> root = new Yaml().load(Contract.text().toString());
    return new JsonObject(new JsonObject(root).encode());
  }

  static JsonObject schema(String name) {
    return CONTRACT.getJsonObject("components").getJsonObject("schemas").getJsonObject(name);
  }

  public static Stream<Operation> all() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, Object> path : CONTRACT.getJsonObject("paths")) {
      JsonObject model = (JsonObject) path.getValue();
      for (String method : List.of("get", "put", "post", "delete")) {
        if (model.containsKey(method)) {
          JsonObject operation = model.getJsonObject(method);
          List<JsonObject> parameters = new ArrayList<>();
          for (JsonObject owner : List.of(model, operation)) {
            owner.getJsonArray("parameters", new JsonArray()).stream()
                .map(parameter -> resolved((JsonObject) parameter))
                .forEach(parameters::add);
          }
          operations.add(
              new Operation(
                  operation.getString("operationId"),
                  method.toUpperCase(Locale.ROOT),
                  filled(path.getKey(), parameters),
                  parameters));
        }
      }
    }
    return operations.stream();
  }

  private static String filled(String path, List<JsonObject> parameters) {
    String filled = path;
    for (JsonObject parameter : parameters) {
      filled =
          filled.replace(
              "{" + parameter.getString("name") + "}",
              String.valueOf(parameter.getValue("example")));
    }
    return filled;
  }

  private static JsonObject resolved(JsonObject parameter) {
    String reference = parameter.getString("$ref");
    return reference == null
        ? parameter
        : CONTRACT
            .getJsonObject("components")
            .getJsonObject("parameters")
            .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
  }
}
