package com.globant.hiring.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.openapi.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The methods of a path in the contract, for the header Allow (RFC 9110, section 15.5.6). */
final class AllowedMethods {
  private static final Pattern PATH_PARAMETER = Pattern.compile("\\{[^}]*}");

  /** By regular expressions of the paths. Their dots match more, but such paths have no route. */
  private final Map<String, Set<String>> byPath = new TreeMap<>();

  AllowedMethods(List<Operation> operations) {
    for (Operation operation : operations) {
      String path = PATH_PARAMETER.matcher(operation.getOpenAPIPath()).replaceAll("[^/]+") + "/?";
      Set<String> methods = byPath.computeIfAbsent(path, key -> new TreeSet<>(Set.of("OPTIONS")));
      methods.add(operation.getHttpMethod().name());
      if (operation.getHttpMethod().equals(HttpMethod.GET)) {
        methods.add("HEAD");
      }
    }
  }

  /**
   * The methods, separated by commas; those of a file for a path that is not in the contract.
   *
   * @param path with or without a slash at its end, like in the router
   */
  String of(String path) {
    return byPath.entrySet().stream()
        .filter(entry -> path.matches(entry.getKey()))
        .findFirst()
        .map(entry -> String.join(", ", entry.getValue()))
        .orElse("GET, HEAD, OPTIONS");
  }
}
