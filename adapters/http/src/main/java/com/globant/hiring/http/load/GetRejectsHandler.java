package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.load.LinkRejects;
import com.globant.hiring.application.load.LoadRecord;
import com.globant.hiring.application.load.LoadRecords;
import com.globant.hiring.http.request.Arguments;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;

/** {@code getRejects}: redirects to the refused rows of a load. */
public record GetRejectsHandler(LoadRecords records, LinkRejects linkRejects)
    implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext ctx) {
    NamedLoad.find(ctx, records)
        .compose(load -> link(ctx, load))
        .onSuccess(
            link ->
                ctx.response()
                    .setStatusCode(302)
                    .putHeader(HttpHeaders.LOCATION, link.url().toString())
                    // The URL gives access to the file.
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end())
        .onFailure(failure -> Problems.answer(ctx, failure));
  }

  private Future<PresignedUrl> link(RoutingContext ctx, LoadRecord load) {
    if (!load.hasRejects(Instant.now())) {
      throw new Refused(
          RefusalCode.NO_REJECTS,
          "load %s has no refused rows in the storage; those of a dry run are deleted %d hours after it"
              .formatted(load.loadId(), LoadRecords.DRY_RUN_REJECTS_LIFETIME.toHours()));
    }
    return Future.fromCompletionStage(
        linkRejects.run(load, Arguments.of(ctx).flag(Arguments.ESCAPE_FORMULAS)),
        Vertx.currentContext());
  }
}
