package com.globant.hiring.http.request;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.http.answer.Problem;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A fault of one parameter of a request.
 *
 * @param in {@code query}, {@code header} or {@code path}
 * @param value the beginning of the value that was sent; null if it is missing
 * @param message names the parameter and what to do
 */
public record ParameterFault(
    String name, String in, RefusalCode code, @Nullable String value, String message) {
  public ParameterFault {
    value = value == null ? null : Problem.cut(value);
  }

  /** A required query parameter is missing, of which the contract says that it may be. */
  public static ParameterFault missingInQuery(String name, String message) {
    return new ParameterFault(name, Parameter.QUERY, RefusalCode.MISSING_PARAMETER, null, message);
  }

  static ParameterFault missing(Parameter parameter, String message) {
    return new ParameterFault(
        parameter.name(), parameter.in(), RefusalCode.MISSING_PARAMETER, null, message);
  }

  /**
   * @param message null for a message that states the rule of the parameter
   */
  static ParameterFault invalid(Parameter parameter, String value, @Nullable String message) {
    return new ParameterFault(
        parameter.name(),
        parameter.in(),
        RefusalCode.INVALID_PARAMETER,
        value,
        message == null
            ? "%s %s, not '%s'".formatted(parameter.title(), parameter.rule(), Problem.cut(value))
            : message);
  }

  /** A fault of a query parameter that is not found by the contract alone. */
  public static ParameterFault ofQuery(
      RefusalCode code, String name, String value, String message) {
    return new ParameterFault(name, Parameter.QUERY, code, value, message);
  }

  /** A fault of a parameter in the path. */
  public static ParameterFault ofPath(RefusalCode code, String name, String value, String message) {
    return new ParameterFault(name, Parameter.PATH, code, value, message);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("name", name)
        .put("in", in)
        .put("code", code.wireName())
        .put("value", value)
        .put("message", message);
  }
}
