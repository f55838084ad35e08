package com.globant.hiring.http.load;

import com.globant.hiring.application.record.CancelLoad;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;

/** {@code cancelLoad}: cancels a load and answers after it was rolled back. */
public record CancelLoadHandler(CancelLoad cancelLoad) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext ctx) {
    Future.fromCompletionStage(cancelLoad.run(NamedLoad.id(ctx)), Vertx.currentContext())
        .onSuccess(load -> ctx.json(LoadJson.of(load)))
        .onFailure(failure -> Problems.answer(ctx, failure));
  }
}
