package com.globant.hiring.http.load;

import com.globant.hiring.application.load.LoadRecord;
import com.globant.hiring.application.load.LoadRecords;
import com.globant.hiring.application.load.LoadStatus;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code listLoads}: answers with a page of the records of loads; the cursor is the last record of
 * the page before.
 */
public record ListLoadsHandler(LoadRecords records, Catalog catalog)
    implements Handler<RoutingContext> {

  /** The parameters, which the contract has checked. */
  private record Page(
      @Nullable String table, @Nullable String status, int limit, @Nullable String before) {

    static Page of(Arguments query) {
      return new Page(
          query.text("table"),
          query.text("status"),
          Integer.parseInt(query.required("limit")),
          query.text("before"));
    }

    @Nullable Table ofTable(Catalog catalog) {
      return table == null ? null : catalog.named(table).orElseThrow();
    }

    @Nullable LoadStatus withStatus() {
      return status == null ? null : LoadStatus.valueOf(status.toUpperCase(Locale.ROOT));
    }

    long olderThan() {
      return before == null ? Long.MAX_VALUE : Long.parseLong(before);
    }

    /** The path of the next page. */
    String path(String next) {
      return "/loads?"
          + (table == null ? "" : "table=" + table + "&")
          + (status == null ? "" : "status=" + status + "&")
          + "limit=%d&before=%s".formatted(limit, next);
    }
  }

  @Override
  public void handle(RoutingContext ctx) {
    Page page = Page.of(Arguments.of(ctx));
    // One more record shows that there is a next page.
    Future.fromCompletionStage(
            records.newest(
                page.ofTable(catalog), page.withStatus(), page.olderThan(), page.limit() + 1),
            Vertx.currentContext())
        .onSuccess(found -> answer(ctx, page, found))
        .onFailure(failure -> Problems.answer(ctx, failure));
  }

  private static void answer(RoutingContext ctx, Page page, List<LoadRecord> found) {
    List<LoadRecord> shown = found.subList(0, Math.min(found.size(), page.limit()));
    String next = null;
    if (shown.size() < found.size()) {
      next = String.valueOf(shown.get(shown.size() - 1).sequence());
      ctx.response().putHeader("Link", "<%s>; rel=\"next\"".formatted(page.path(next)));
    }
    JsonArray loads = new JsonArray();
    shown.forEach(load -> loads.add(LoadJson.of(load)));
    ctx.json(new JsonObject().put("loads", loads).put("next", next));
  }
}
