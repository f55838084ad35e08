package com.globant.hiring.http.request;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.http.answer.Problem;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the query and the headers of a request against the contract, and refuses it with all
 * faults at once. Later handlers get the values from {@link Arguments}.
 *
 * <p>Unknown and repeated query parameters are refused too: a misspelt {@code dry_run} must not be
 * a real load.
 */
public final class Parameters implements Handler<RoutingContext> {
  private final Map<String, Parameter> query = new LinkedHashMap<>();
  private final Map<String, Parameter> headers = new LinkedHashMap<>();
  private final QueryCheck further;

  /** Finds what is wrong with a query that fits the contract, which the contract cannot say. */
  @FunctionalInterface
  public interface QueryCheck {
    /**
     * @param values the parameters that the request has once and that fit the contract
     */
    List<ParameterFault> faults(Map<String, String> values);
  }

  public Parameters(List<JsonObject> models, QueryCheck further) {
    this.further = further;
    for (JsonObject model : models) {
      Parameter parameter = Parameter.of(model);
      switch (parameter.in()) {
        case Parameter.QUERY -> query.put(parameter.name(), parameter);
        case Parameter.HEADER -> headers.put(parameter.name(), parameter);
        default -> {}
      }
    }
  }

  @Override
  public void handle(RoutingContext ctx) {
    List<ParameterFault> faults = faults(ctx.queryParams(), ctx.request().headers());
    if (faults.isEmpty()) {
      new Arguments(query, ctx.queryParams()).keepIn(ctx);
      ctx.next();
    } else {
      Problems.answer(ctx, faults);
    }
  }

  /** All faults: missing parameters first, then in the order of the contract. */
  List<ParameterFault> faults(MultiMap sentQuery, MultiMap sentHeaders) {
    List<ParameterFault> faults = new ArrayList<>();
    Map<String, String> valid = new LinkedHashMap<>();
    query.values().forEach(parameter -> checkQuery(parameter, sentQuery, valid, faults));
    faults.addAll(further.faults(valid));
    if (!query.isEmpty()) {
      sentQuery.names().stream()
          .filter(name -> !query.containsKey(name))
          .map(name -> unknown(name, sentQuery.get(name)))
          .forEach(faults::add);
    }
    for (Parameter parameter : headers.values()) {
      sentHeaders.getAll(parameter.name()).stream()
          .map(parameter::fault)
          .filter(fault -> fault != null)
          .forEach(faults::add);
    }
    faults.sort(Comparator.comparing(ParameterFault::code));
    return faults;
  }

  private static void checkQuery(
      Parameter parameter, MultiMap sent, Map<String, String> valid, List<ParameterFault> faults) {
    List<String> values =
        sent.entries().stream()
            .filter(entry -> entry.getKey().equals(parameter.name()))
            .map(Map.Entry::getValue)
            .toList();
    ParameterFault fault = null;
    if (values.isEmpty()) {
      fault = parameter.required() ? parameter.missing() : null;
    } else if (values.size() > 1) {
      fault =
          ParameterFault.invalid(
              parameter,
              String.join(", ", values),
              "%s is given %d times; give it once".formatted(parameter.name(), values.size()));
    } else {
      fault = parameter.fault(values.get(0));
      if (fault == null) {
        valid.put(parameter.name(), values.get(0));
      }
    }
    if (fault != null) {
      faults.add(fault);
    }
  }

  private ParameterFault unknown(String name, String value) {
    return ParameterFault.ofQuery(
        RefusalCode.INVALID_PARAMETER,
        Problem.cut(name),
        value,
        "there is no query parameter '%s'; there are %s"
            .formatted(Problem.cut(name), String.join(", ", query.keySet())));
  }
}
