package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.LoadOutcome;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Answers the request of a load: with the outcome, or with 202 and the path of the load if the
 * client does not want to wait. For any thread.
 */
final class LoadAnswer {
  private final RoutingContext ctx;
  private final Context context;
  private final LoadRecords records;
  private final String loadId;
  private final boolean json;
  private volatile Future<?> early = Future.succeededFuture();

  /**
   * @param context of the request
   * @param json whether its body is JSON
   */
  LoadAnswer(
      RoutingContext ctx, Context context, LoadRecords records, String loadId, boolean json) {
    this.ctx = ctx;
    this.context = context;
    this.records = records;
    this.loadId = loadId;
    this.json = json;
  }

  /**
   * Answers 202: the load continues without its client. If no record of the load is found, the
   * answer waits for the outcome: a replayed load has no record of its own.
   *
   * @param preferred whether the client asked for that
   */
  void answerAccepted(boolean preferred) {
    early =
        Future.fromCompletionStage(records.find(loadId), context)
            .onSuccess(found -> found.ifPresent(load -> accepted(load, preferred)));
  }

  private void accepted(LoadRecord load, boolean preferred) {
    ctx.response().setStatusCode(202).putHeader(HttpHeaders.LOCATION, LoadJson.path(loadId));
    if (preferred) {
      ctx.response().putHeader(LoadHeaders.PREFERENCE_APPLIED, LoadHeaders.RESPOND_ASYNC);
    }
    ctx.json(LoadJson.of(running(load)));
  }

  /** The record as of the end of the body; a small load may have ended since. */
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
   * Answers with the outcome, unless the request has been answered with 202.
   *
   * @param outcome null if the load failed unexpectedly
   * @return completes when the answer has been given to the connection, which sends it before it
   *     closes
   */
  Future<Void> ended(@Nullable LoadOutcome outcome) {
    Promise<Void> answered = Promise.promise();
    early.onComplete(
        sent ->
            context.runOnContext(
                nothing -> {
                  try {
                    answer(outcome);
                  } finally {
                    answered.complete();
                  }
                }));
    return answered.future();
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
      Advice advice = new Advice(notLoaded.request(), json);
      String detail = advice.detail(notLoaded.code(), notLoaded.detail());
      Problems.answer(ctx, Problem.of(notLoaded.code(), detail), members(notLoaded, advice));
    } else {
      Problems.answer(ctx, Problem.internalError(), new JsonObject().put("load_id", loadId));
    }
  }

  private static JsonObject members(NotLoaded notLoaded, Advice advice) {
    JsonObject members = new JsonObject();
    if (hasRecord(notLoaded.code())) {
      members.put("load_id", notLoaded.loadId());
    }
    if (!notLoaded.errors().isEmpty()) {
      members.put("errors", LoadJson.errors(notLoaded.errors(), advice));
    }
    if (notLoaded.rejectsUrl() != null) {
      members.put("rejects_url", notLoaded.rejectsUrl().toString());
      members.put("rejects_kept", notLoaded.rejectsKept());
    }
    return members;
  }

  /** A load whose idempotency key belongs to another load is not recorded. */
  private static boolean hasRecord(RefusalCode code) {
    return code != RefusalCode.IDEMPOTENCY_KEY_IN_USE && code != RefusalCode.IDEMPOTENCY_KEY_REUSED;
  }
}
