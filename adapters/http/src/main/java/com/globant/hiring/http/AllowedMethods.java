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

  private final Map<String, Set<String>> byPath = new TreeMap<>();

  AllowedMethods(List<Operation> operations) {
    for (Operation operation : operations) {
      Set<String> methods =
          byPath.computeIfAbsent(
              operation.getOpenAPIPath(), path -> new TreeSet<>(Set.of("OPTIONS")));
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
    for (Map.Entry<String, Set<String>> entry : byPath.entrySet()) {
      String[] literals = PATH_PARAMETER.split(entry.getKey(), -1);
      StringBuilder pattern = new StringBuilder(Pattern.quote(literals[0]));
      for (int i = 1; i < literals.length; i++) {
        pattern.append("[^/]+").append(Pattern.quote(literals[i]));
      }
      if (path.matches(pattern.append("/?").toString())) {
        return String.join(", ", entry.getValue());
      }
    }
    return "GET, HEAD, OPTIONS";
  }
}
