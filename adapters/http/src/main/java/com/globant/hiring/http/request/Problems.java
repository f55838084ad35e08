package com.globant.hiring.http.request;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.answer.RequestId;
import com.globant.hiring.http.body.ContentCoding;
import com.globant.hiring.http.body.RequestBody;
import com.globant.hiring.http.connection.ParserRefusals;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Answers requests with problems. */
public final class Problems {
  /** When a client may try again what another load or an outage stands in the way of. */
  private static final int RETRY_AFTER_SECONDS = 5;

  /** How much of the rest of a refused body is read, so that the client gets to the answer. */
  private static final Linger LINGER = new Linger(64L << 20, TimeUnit.SECONDS.toMillis(30));

  /** Of clients that may not send it at all. */
  private static final Linger SHORT_LINGER = new Linger(1L << 20, TimeUnit.SECONDS.toMillis(5));

  private static final Linger BROKEN_LINGER = new Linger(1L << 20, ParserRefusals.LINGER_MILLIS);

  private record Linger(long bytes, long millis) {}

  private Problems() {}

  private static boolean isWorthRepeating(RefusalCode code) {
    return switch (code) {
      case TABLE_BUSY,
          IDEMPOTENCY_KEY_IN_USE,
          ABORTED,
          TOO_MANY_LOADS,
          MEMORY_BUSY,
          DATABASE_UNAVAILABLE,
          STORAGE_UNAVAILABLE,
          ISSUER_UNAVAILABLE,
          AUTHENTICATION_BUSY,
          TOO_MANY_STREAMS,
          DRAINING ->
          true;
      default -> false;
    };
  }

  public static void answer(RoutingContext ctx, Refused refused) {
    answer(ctx, refused.code(), Problem.document(refused));
  }

  /**
   * Answers with all that is wrong with the parameters of a request.
   *
   * @param faults at least one; the first decides on the code
   */
  public static void answer(RoutingContext ctx, List<ParameterFault> faults) {
    RefusalCode code = faults.get(0).code();
    String detail =
        faults.stream().map(ParameterFault::message).collect(Collectors.joining(". Also: "));
    JsonArray parameters = new JsonArray();
    faults.forEach(fault -> parameters.add(fault.toJson()));
    answer(ctx, code, Problem.document(new Refused(code, detail)).put("parameters", parameters));
  }

  public static void answer(RoutingContext ctx, NotLoaded outcome) {
    JsonObject body = Problem.document(new Refused(outcome.code(), outcome.detail()));
    if (isOnRecord(outcome.code())) {
      body.put("load_id", outcome.loadId());
    }
    if (!outcome.errors().isEmpty()) {
      body.put("errors", Problem.errors(outcome.errors()));
    }
    if (outcome.rejectsUrl() != null) {
      body.put("rejects_url", outcome.rejectsUrl().toString());
      body.put("rejects_kept", outcome.rejectsKept());
    }
    answer(ctx, outcome.code(), body);
  }

  /** A key that stands for another load keeps this one from being a load at all. */
  private static boolean isOnRecord(RefusalCode code) {
    return code != RefusalCode.IDEMPOTENCY_KEY_IN_USE && code != RefusalCode.IDEMPOTENCY_KEY_REUSED;
  }

  /** A defect of the service; what it was is for the log, not for the client. */
  public static void answerInternalError(RoutingContext ctx) {
    send(ctx, 500, Problem.internalError());
  }

  /** As {@link #answerInternalError(RoutingContext)}, in a load. */
  public static void answerInternalError(RoutingContext ctx, String loadId) {
    send(ctx, 500, Problem.internalError().put("load_id", loadId));
  }

  private static void answer(RoutingContext ctx, RefusalCode code, JsonObject body) {
    if (isWorthRepeating(code)) {
      ctx.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS));
    }
    if (code == RefusalCode.UNSUPPORTED_MEDIA_TYPE) {
      ctx.response().putHeader(HttpHeaders.ACCEPT_ENCODING, ContentCoding.ACCEPTED);
    }
    send(ctx, Problem.status(code), body);
  }

  private static void send(RoutingContext ctx, int status, JsonObject body) {
    RequestBody.abandon(ctx);
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    body.put(RequestId.KEY, RequestId.of(ctx.request()));
    boolean bodyUnderWay = !ctx.request().isEnded() && RequestBody.isAnnounced(ctx.request());
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (bodyUnderWay) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    Future<Void> sent = response.end(body.toBuffer());
    if (bodyUnderWay) {
      linger(ctx, sent, lingerFor(ctx, status));
    }
  }

  private static Linger lingerFor(RoutingContext ctx, int status) {
    if (ParserRefusals.isBroken(ctx.request().connection())) {
      // The end of the body will not be found.
      return BROKEN_LINGER;
    }
    return status == 401 || status == 403 || status == 421 ? SHORT_LINGER : LINGER;
  }

  /**
   * Reads and drops the rest of the body before the connection is closed: many clients look for an
   * answer only when they have sent everything, and closing at once would reset it away. The limit
   * is for those that never stop.
   */
  private static void linger(RoutingContext ctx, Future<Void> sent, Linger limit) {
    HttpServerRequest request = ctx.request();
    AtomicLong left = new AtomicLong(limit.bytes);
    request.handler(
        dropped -> {
          if (left.addAndGet(-dropped.length()) < 0) {
            request.connection().close();
          }
        });
    // Before it is resumed, which may bring the end at once.
    Future<Void> ended = request.end();
    request.resume();
    long timer = ctx.vertx().setTimer(limit.millis, expired -> request.connection().close());
    Future.join(sent, ended)
        .onComplete(
            both -> {
              ctx.vertx().cancelTimer(timer);
              request.connection().close();
            });
  }
}
