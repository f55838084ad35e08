package com.globant.hiring.http.load;

import com.globant.hiring.application.load.LoadOutcome;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.load.LoadRecord;
import com.globant.hiring.application.load.LoadRecords;
import com.globant.hiring.application.load.LoadStatus;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The answer to the request that brought a load: what became of it, or before that is known, where
 * it will be told. For any thread.
 */
final class LoadAnswer {
  private final RoutingContext ctx;
  private final Context context;
  private final LoadRecords records;
  private final String loadId;
  private volatile Future<?> early = Future.succeededFuture();

  /**
   * @param context of the request
   */
  LoadAnswer(RoutingContext ctx, Context context, LoadRecords records, String loadId) {
    this.ctx = ctx;
    this.context = context;
    this.records = records;
    this.loadId = loadId;
  }

  /**
   * Answers that the load goes on by itself. Where no record of it can be had, it has to wait for
   * its outcome: a repeated load has none, and one that cannot be looked up is no use to the
   * client.
   */
  void goesOn() {
    early =
        Future.fromCompletionStage(records.find(loadId), context)
            .onSuccess(found -> found.ifPresent(this::accepted));
  }

  private void accepted(LoadRecord load) {
    ctx.response()
        .setStatusCode(202)
        .putHeader(HttpHeaders.LOCATION, LoadJson.path(loadId))
        .putHeader(Preferences.APPLIED, Preferences.RESPOND_ASYNC);
    ctx.json(LoadJson.of(running(load)));
  }

  /** The load as it was when its body had come; a small one may have ended since. */
  private static LoadRecord running(LoadRecord load) {
    return new LoadRecord(
        load.sequence(),
        load.submission(),
        LoadStatus.RUNNING,
        load.result(),
        null,
        load.startedAt(),
        null);
  }

  /**
   * Answers with the outcome, unless that is for the record alone by now.
   *
   * @param outcome null where the load failed
   */
  void ended(@Nullable LoadOutcome outcome) {
    early.onComplete(told -> context.runOnContext(nothing -> answer(outcome)));
  }

  private void answer(@Nullable LoadOutcome outcome) {
    HttpServerResponse response = ctx.response();
    if (response.ended()) {
      return;
    }
    if (outcome instanceof Loaded loaded) {
      if (loaded.replayed()) {
        response.putHeader("Idempotency-Replayed", "true");
      }
      ctx.json(LoadJson.report(loaded));
    } else if (outcome instanceof NotLoaded notLoaded) {
      Problems.answer(ctx, notLoaded);
    } else {
      Problems.answerInternalError(ctx, loadId);
    }
  }
}
