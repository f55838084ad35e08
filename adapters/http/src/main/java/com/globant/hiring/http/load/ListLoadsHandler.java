package com.globant.hiring.http.load;

import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.Problems;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * {@code listLoads}: answers with a page of the records of loads; the cursor is the last record of
 * the page before.
 */
public record ListLoadsHandler(LoadRecords records) implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext ctx) {
    Arguments query = Arguments.of(ctx);
    String before = query.text("before");
    int limit = Integer.parseInt(query.required("limit"));
    // One more record shows that there is a next page.
    Future.fromCompletionStage(
            records.newest(
                new LoadRecords.Filter(
                    query.text("schema"),
                    query.text("table"),
                    query.choice(LoadStatus.class, "status")),
                before == null ? Long.MAX_VALUE : Long.parseLong(before),
                limit + 1),
            Vertx.currentContext())
        .onSuccess(found -> answer(ctx, query, limit, found))
        .onFailure(failure -> Problems.answer(ctx, failure));
  }

  private static void answer(
      RoutingContext ctx, Arguments query, int limit, List<LoadRecord> found) {
    List<LoadRecord> shown = found.subList(0, Math.min(found.size(), limit));
    String next = null;
    if (shown.size() < found.size()) {
      next = String.valueOf(shown.get(shown.size() - 1).sequence());
      ctx.response().putHeader("Link", "<%s>; rel=\"next\"".formatted(path(query, next)));
    }
    JsonArray loads = new JsonArray();
    shown.forEach(load -> loads.add(LoadJson.of(load)));
    ctx.json(new JsonObject().put("loads", loads).put("next", next));
  }

  /** The path of the next page. */
  private static String path(Arguments query, String next) {
    QueryStringEncoder path = new QueryStringEncoder("/loads");
    for (String filter : List.of("schema", "table", "status", "limit")) {
      String value = query.text(filter);
      if (value != null) {
        path.addParam(filter, value);
      }
    }
    path.addParam("before", next);
    return path.toString();
  }
}
