package com.globant.hiring.http.request;

import com.globant.hiring.application.Failures;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests with problems. To be called on the event loop of the request. */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private static final int RETRY_AFTER_SECONDS = 5;

  /**
   * How much of a refused body is read and dropped, and for how long. Many clients read the answer
   * only after they have sent everything, and closing the connection at once would discard it.
   */
  private static final Linger LINGER = new Linger(64L << 20, TimeUnit.SECONDS.toMillis(30));

  /** For clients that may not send a body at all. */
  private static final Linger SHORT_LINGER = new Linger(1L << 20, TimeUnit.SECONDS.toMillis(5));

  /** For bodies whose end cannot be found. */
  private static final Linger BROKEN_LINGER = new Linger(1L << 20, ParserRefusals.LINGER_MILLIS);

  private record Linger(long bytes, long millis) {}

  private Problems() {}

  /** Answers with a refusal; any other failure is logged and answered as an internal error. */
  public static void answer(RoutingContext ctx, Throwable failure) {
    Throwable cause = Failures.unwrapped(failure);
    Problem problem = Problem.of(cause);
    if (problem.isInternalError()) {
      LOG.atError()
          .addKeyValue(RequestId.KEY, RequestId.of(ctx.request()))
          .setCause(cause)
          .log("request failed");
    }
    answer(ctx, problem);
  }

  public static void answer(RoutingContext ctx, Problem problem) {
    answer(ctx, problem, new JsonObject());
  }

  /**
   * Answers with all faults of a request's parameters.
   *
   * @param faults at least one; the first decides the code
   */
  public static void answer(RoutingContext ctx, List<ParameterFault> faults) {
    String detail =
        faults.stream().map(ParameterFault::message).collect(Collectors.joining(". Also: "));
    JsonArray parameters = new JsonArray();
    faults.forEach(fault -> parameters.add(fault.toJson()));
    answer(
        ctx,
        Problem.of(faults.get(0).code(), detail),
        new JsonObject().put("parameters", parameters));
  }

  /**
   * Does nothing if the request has been answered or its client is gone. In both cases the rest of
   * its body is dropped.
   *
   * @param members further members of the document
   */
  public static void answer(RoutingContext ctx, Problem problem, JsonObject members) {
    RequestBody.abandon(ctx);
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    boolean receiving = !ctx.request().isEnded() && RequestBody.isAnnounced(ctx.request());
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.isTemporary()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_AFTER_SECONDS));
    }
    if (problem.status() == 415) {
      response.putHeader(HttpHeaders.ACCEPT_ENCODING, ContentCoding.ACCEPTED);
    }
    if (receiving) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    JsonObject document = problem.toJson(RequestId.of(ctx.request())).mergeIn(members);
    Future<Void> sent = response.end(document.toBuffer());
    if (receiving) {
      linger(ctx, sent, lingerFor(ctx, problem.status()));
    }
  }

  private static Linger lingerFor(RoutingContext ctx, int status) {
    if (ParserRefusals.isBroken(ctx.request().connection())) {
      return BROKEN_LINGER;
    }
    return status == 401 || status == 403 || status == 421 ? SHORT_LINGER : LINGER;
  }

  private static void linger(RoutingContext ctx, Future<Void> sent, Linger limit) {
    HttpServerRequest request = ctx.request();
    AtomicLong left = new AtomicLong(limit.bytes);
    request.handler(
        dropped -> {
          if (left.addAndGet(-dropped.length()) < 0) {
            request.connection().close();
          }
        });
    // Before resume(), which may deliver the end at once.
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
