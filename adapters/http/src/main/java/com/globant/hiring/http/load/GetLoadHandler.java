package com.globant.hiring.http.load;

import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code getLoad}: answers with the record of a load. */
public record GetLoadHandler(LoadRecords records) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext ctx) {
    NamedLoad.find(ctx, records)
        .onSuccess(load -> ctx.json(LoadJson.of(load)))
        .onFailure(failure -> Problems.answer(ctx, failure));
  }
}
