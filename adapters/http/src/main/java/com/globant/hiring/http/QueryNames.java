package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.OpenAPIHolder;
import io.vertx.ext.web.openapi.Operation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses query parameters that the contract does not have, and such as are given twice: whoever
 * misspells {@code dry_run} must not get a real run.
 */
final class QueryNames implements Handler<RoutingContext> {
  private final Set<String> known;

  private QueryNames(Set<String> known) {
    this.known = known;
  }

  static QueryNames of(OpenAPIHolder contract, Operation operation) {
    Set<String> names = new TreeSet<>();
    JsonObject path =
        contract.getOpenAPI().getJsonObject("paths").getJsonObject(operation.getOpenAPIPath());
    for (JsonObject owner : List.of(path, operation.getOperationModel())) {
      for (Object parameter : owner.getJsonArray("parameters", new JsonArray())) {
        JsonObject resolved = contract.solveIfNeeded((JsonObject) parameter);
        if ("query".equals(resolved.getString("in"))) {
          names.add(resolved.getString("name"));
        }
      }
    }
    return new QueryNames(names);
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (known.isEmpty()) {
      ctx.next();
      return;
    }
    MultiMap query = ctx.queryParams();
    for (String name : query.names()) {
      if (!known.contains(name)) {
        refuse(
            ctx,
            "there is no query parameter '%s'; there are %s"
                .formatted(name, String.join(", ", known)));
        return;
      }
      if (query.getAll(name).size() > 1) {
        refuse(ctx, "the query parameter '%s' is given more than once".formatted(name));
        return;
      }
    }
    ctx.next();
  }

  private static void refuse(RoutingContext ctx, String detail) {
    Problems.answer(ctx, new Refused(RefusalCode.INVALID_PARAMETER, detail));
  }
}
