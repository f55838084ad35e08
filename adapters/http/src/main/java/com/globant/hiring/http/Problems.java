package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.domain.row.RowRejected;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Answers that are no success: RFC 9457 problem details, and the one place of their status. */
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";
  static final String INTERNAL_ERROR = "internal_error";

  /** When a client may try again what another load or an outage stands in the way of. */
  private static final int RETRY_AFTER_SECONDS = 5;

  /** How much of the rest of a refused body is read, so that the client gets to the answer. */
  private static final Linger LINGER = new Linger(64L << 20, TimeUnit.SECONDS.toMillis(30));

  /** Of clients that may not send it at all. */
  private static final Linger SHORT_LINGER = new Linger(1L << 20, TimeUnit.SECONDS.toMillis(5));

  private static final Linger BROKEN_LINGER = new Linger(1L << 20, ParserRefusals.LINGER_MILLIS);

  private record Linger(long bytes, long millis) {}

  private Problems() {}

  static int status(RefusalCode code) {
    return switch (code) {
      case MISSING_PARAMETER,
          INVALID_PARAMETER,
          EMPTY_BODY,
          MALFORMED_CSV,
          DUPLICATE_COLUMN,
          UNKNOWN_COLUMN,
          MISSING_COLUMN,
          CORRUPT_ENCODING,
          INVALID_JSON,
          DIGEST_MISMATCH,
          MALFORMED_REQUEST ->
          400;
      case UNAUTHORIZED -> 401;
      case FORBIDDEN, ORIGIN_NOT_ALLOWED -> 403;
      case UNKNOWN_TABLE, UNKNOWN_SCHEMA, UNKNOWN_LOAD, NO_REJECTS, NOT_FOUND -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case NOT_ACCEPTABLE -> 406;
      case IDLE_BODY, SLOW_BODY, LOAD_TIMEOUT -> 408;
      case TABLE_BUSY,
          REFERENCED_ROWS,
          TABLE_MISMATCH,
          CASCADING_FOREIGN_KEY,
          IDEMPOTENCY_KEY_IN_USE,
          CANCELLED,
          LOAD_ENDED ->
          409;
      case BODY_TOO_LARGE, FIELD_TOO_LARGE, TRANSACTION_TOO_LARGE -> 413;
      case URI_TOO_LONG -> 414;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case MISDIRECTED_REQUEST -> 421;
      case NO_ROWS_ACCEPTED,
          TOO_MANY_ERRORS,
          ABORTED_ON_ERROR,
          ROWS_REFUSED,
          IDEMPOTENCY_KEY_REUSED ->
          422;
      case TOO_MANY_LOADS, MEMORY_BUSY, TOO_MANY_STREAMS -> 429;
      case HEADERS_TOO_LARGE -> 431;
      case DATABASE_UNAVAILABLE,
          MISSING_PRIVILEGE,
          STORAGE_UNAVAILABLE,
          ISSUER_UNAVAILABLE,
          AUTHENTICATION_BUSY,
          DRAINING,
          ABORTED ->
          503;
      case HTTP_VERSION_NOT_SUPPORTED -> 505;
    };
  }

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

  static void answer(RoutingContext ctx, Refused refused) {
    answer(ctx, refused.code(), body(refused.code(), refused.detail()));
  }

  /** What {@link #answer(RoutingContext, Refused)} sends, for where a status can no longer be. */
  static JsonObject document(Refused refused, String requestId) {
    return body(refused.code(), refused.detail()).put(RequestId.KEY, requestId);
  }

  /**
   * Answers with all that is wrong with the parameters of a request.
   *
   * @param faults at least one; the first decides on the code
   */
  static void answer(RoutingContext ctx, List<ParameterFault> faults) {
    RefusalCode code = faults.get(0).code();
    String detail =
        faults.stream().map(ParameterFault::message).collect(Collectors.joining(". Also: "));
    JsonArray parameters = new JsonArray();
    faults.forEach(fault -> parameters.add(fault.toJson()));
    answer(ctx, code, body(code, detail).put("parameters", parameters));
  }

  static void answer(RoutingContext ctx, NotLoaded outcome) {
    JsonObject body = body(outcome.code(), outcome.detail());
    if (isOnRecord(outcome.code())) {
      body.put("load_id", outcome.loadId());
    }
    if (!outcome.errors().isEmpty()) {
      body.put("errors", errors(outcome.errors()));
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
  static void answerInternalError(RoutingContext ctx) {
    send(ctx, 500, internalError());
  }

  /** As {@link #answerInternalError(RoutingContext)}, in a load. */
  static void answerInternalError(RoutingContext ctx, String loadId) {
    send(ctx, 500, internalError().put("load_id", loadId));
  }

  private static JsonObject internalError() {
    return problem(
        500,
        "Internal error",
        INTERNAL_ERROR,
        "the service failed in a way it did not expect; its log tells more, under this request_id");
  }

  static JsonArray errors(List<RowRejected> rejected) {
    JsonArray errors = new JsonArray();
    for (RowRejected row : rejected) {
      errors.add(
          new JsonObject()
              .put("line", row.line())
              .put("column", row.column())
              .put("code", row.code().wireName())
              .put("value", row.value())
              .put("message", row.message()));
    }
    return errors;
  }

  private static JsonObject body(RefusalCode code, String detail) {
    return problem(status(code), title(code), code.wireName(), detail);
  }

  private static JsonObject problem(int status, String title, String code, String detail) {
    return new JsonObject()
        .put("type", "urn:hiring:problem:" + code)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("code", code);
  }

  private static String title(RefusalCode code) {
    String words = code.wireName().replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  private static void answer(RoutingContext ctx, RefusalCode code, JsonObject body) {
    if (isWorthRepeating(code)) {
      ctx.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS));
    }
    if (code == RefusalCode.UNSUPPORTED_MEDIA_TYPE) {
      ctx.response().putHeader(HttpHeaders.ACCEPT_ENCODING, ContentCoding.ACCEPTED);
    }
    send(ctx, status(code), body);
  }

  private static void send(RoutingContext ctx, int status, JsonObject body) {
    RequestBody.abandon(ctx);
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    body.put(RequestId.KEY, RequestId.of(ctx.request()));
    boolean bodyUnderWay = !ctx.request().isEnded() && RequestBody.isAnnounced(ctx.request());
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE);
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
