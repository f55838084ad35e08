package com.globant.hiring.http.load;

import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.answer.RequestId;
import com.globant.hiring.http.auth.AccessGuard;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code watchLoad}: sends the progress of a load as server-sent events until it has ended.
 *
 * @param recheck interval at which the client of a stream is authenticated again
 */
public record WatchLoadHandler(LoadRecords records, LoadPolls polls, Duration recheck)
    implements Handler<RoutingContext> {
  private static final String RETRY = "retry: 1000\n\n";

  /** The last event and its id. */
  private static final String ENDED = "ended";

  /** The last event if the key or token is no longer valid; it has no id. */
  private static final String CLOSED = "closed";

  @Override
  public void handle(RoutingContext ctx) {
    NamedLoad.find(ctx, records)
        .onSuccess(
            load -> {
              if (ENDED.equals(ctx.request().getHeader("Last-Event-ID"))) {
                // An EventSource does not reconnect after a 204.
                ctx.response().setStatusCode(204).end();
              } else if (ctx.request().method().equals(HttpMethod.HEAD)) {
                eventStream(ctx.response()).end();
              } else if (!ctx.response().closed()) {
                new Events(ctx).begin(load);
              }
            })
        .onFailure(failure -> Problems.answer(ctx, failure));
  }

  private static HttpServerResponse eventStream(HttpServerResponse response) {
    return response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  /** One stream, until its client disconnects. */
  private final class Events {
    private final RoutingContext ctx;
    private final HttpServerResponse response;
    private final Vertx vertx;
    private LoadPolls.@Nullable Subscription subscription;
    private long recheckTimer;
    private long sent;
    private boolean over;

    Events(RoutingContext ctx) {
      this.ctx = ctx;
      this.response = ctx.response();
      this.vertx = ctx.vertx();
    }

    void begin(LoadRecord load) {
      if (load.status() == LoadStatus.RUNNING) {
        try {
          subscription = polls.subscribe(load.loadId(), this::read);
        } catch (HttpRefused tooMany) {
          Problems.answer(ctx, tooMany);
          return;
        }
        ctx.addEndHandler(sentOrGone -> stop());
        recheckLater();
      }
      eventStream(response).setChunked(true).write(RETRY);
      send(load);
    }

    private void stop() {
      over = true;
      if (subscription != null) {
        subscription.cancel();
      }
      vertx.cancelTimer(recheckTimer);
    }

    private void send(LoadRecord load) {
      String json = LoadJson.of(load).encode();
      if (load.status() != LoadStatus.RUNNING) {
        over = true;
        response.end(event(ENDED, json, ENDED));
        return;
      }
      sent++;
      write(event("progress", json, String.valueOf(sent)));
    }

    private static String event(String name, String json, String id) {
      return "id: %s\nevent: %s\ndata: %s\n\n".formatted(id, name, json);
    }

    /** A client that does not read misses events; each event has the whole state. */
    private void write(String text) {
      if (!response.writeQueueFull()) {
        response.write(text);
      }
    }

    private void read(AsyncResult<Optional<LoadRecord>> read) {
      if (over) {
        return;
      }
      if (read.failed()) {
        write(": the database does not answer\n\n");
        return;
      }
      // Records are deleted long after their loads have ended.
      read.result().ifPresentOrElse(this::send, response::end);
    }

    private void recheckLater() {
      recheckTimer = vertx.setTimer(recheck.toMillis(), passed -> authenticateAgain());
    }

    private void authenticateAgain() {
      AccessGuard.authenticateAgain(ctx)
          .onComplete(
              again -> {
                if (over) {
                  return;
                }
                Throwable failure = again.cause();
                if (failure != null && Problem.of(failure).status() < 500) {
                  over = true;
                  response.end(
                      "event: %s\ndata: %s\n\n"
                          .formatted(
                              CLOSED,
                              Problem.of(failure).toJson(RequestId.of(ctx.request())).encode()));
                } else {
                  // A temporary failure to check keys or tokens does not end the stream.
                  recheckLater();
                }
              });
    }
  }
}
