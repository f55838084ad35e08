package com.globant.hiring.http.load;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.auth.Caller;
import com.globant.hiring.http.body.MediaType;
import com.globant.hiring.http.body.RequestBody;
import com.globant.hiring.http.request.Parameter;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Adds the parameters of a form that come before its file to the query, where they are checked like
 * all others. Passes requests without a form on.
 */
public final class FormParameters implements Handler<RoutingContext> {
  private final Set<String> names;
  private final HttpSettings.BodyLimits limits;
  private final LoadGate gate;

  /**
   * @param parameters of the operation, as the contract has them
   * @param gate limits the forms that are read at once
   */
  public FormParameters(
      List<JsonObject> parameters, HttpSettings.BodyLimits limits, LoadGate gate) {
    this.names =
        parameters.stream()
            .filter(parameter -> parameter.getString("in").equals(Parameter.QUERY))
            .map(parameter -> parameter.getString("name"))
            .collect(Collectors.toUnmodifiableSet());
    this.limits = limits;
    this.gate = gate;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (!MediaType.of(ctx.request().getHeader("Content-Type")).isForm()) {
      ctx.next();
      return;
    }
    String caller = Caller.share(ctx);
    RequestBody body;
    try {
      body = RequestBody.of(ctx, limits);
      gate.enter(caller);
    } catch (Refused | HttpRefused refused) {
      Problems.answer(ctx, refused);
      return;
    }
    Future.fromCompletionStage(
            CompletableFuture.supplyAsync(() -> parameters(body), FormParameters::onItsThread),
            Vertx.currentContext())
        .onComplete(
            read -> {
              gate.ended(caller);
              if (read.succeeded()) {
                merge(ctx, read.result());
              } else {
                fail(ctx, Failures.unwrapped(read.cause()));
              }
              gate.answered();
            });
  }

  private Map<String, String> parameters(RequestBody body) {
    try {
      return body.readParameters(names);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The gate limits these short-lived threads. */
  private static void onItsThread(Runnable reading) {
    Thread reader = new Thread(reading, "form-reader");
    reader.setDaemon(true);
    reader.start();
  }

  private static void merge(RoutingContext ctx, Map<String, String> fields) {
    MultiMap query = ctx.queryParams();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String name = field.getKey();
      String value = query.get(name);
      if (value == null) {
        query.add(name, field.getValue());
      } else if (!value.equals(field.getValue())) {
        Problems.answer(
            ctx,
            new Refused(
                RefusalCode.INVALID_PARAMETER,
                "%s is '%s' in the query and '%s' in the form; give it once"
                    .formatted(name, value, field.getValue())));
        return;
      }
    }
    ctx.next();
  }

  private static void fail(RoutingContext ctx, Throwable failure) {
    if (failure instanceof BodyInterrupted) {
      RequestBody.abandon(ctx); // the client is gone
    } else {
      Problems.answer(ctx, failure);
    }
  }
}
