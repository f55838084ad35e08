package com.globant.hiring.http;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.LoadRecord;
import com.globant.hiring.application.LoadRecords;
import com.globant.hiring.application.LoadStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** {@code watchLoad}: tells how a load goes on, as server-sent events, until it has ended. */
record WatchLoadHandler(LoadRecords records) implements Handler<RoutingContext> {
  /** Half of what is promised, as looking takes its time too. */
  private static final long LOOK_MILLIS = 500;

  private static final String RETRY = "retry: 1000\n\n";

  /** The last event and its id. */
  private static final String ENDED = "ended";

  @Override
  public void handle(RoutingContext ctx) {
    NamedLoad.find(ctx, records)
        .onSuccess(
            load -> {
              if (ENDED.equals(ctx.request().getHeader("Last-Event-ID"))) {
                // What tells an EventSource not to come back.
                ctx.response().setStatusCode(204).end();
              } else {
                new Events(ctx, records, load.loadId()).begin(load);
              }
            })
        .onFailure(failure -> ctx.fail(Failures.unwrapped(failure)));
  }

  /** One stream, with one timer as long as its client is there. */
  private static final class Events {
    private final HttpServerResponse response;
    private final Vertx vertx;
    private final Context context;
    private final LoadRecords records;
    private final String loadId;
    private long timer;
    private long told;
    private boolean over;

    Events(RoutingContext ctx, LoadRecords records, String loadId) {
      this.response = ctx.response();
      this.vertx = ctx.vertx();
      this.context = Vertx.currentContext();
      this.records = records;
      this.loadId = loadId;
      ctx.addEndHandler(sentOrGone -> stop());
    }

    private void stop() {
      over = true;
      vertx.cancelTimer(timer);
    }

    void begin(LoadRecord load) {
      response
          .setChunked(true)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .write(RETRY);
      tell(load);
    }

    private void tell(LoadRecord load) {
      if (load.status() != LoadStatus.RUNNING) {
        response.end(event(ENDED, ENDED, load));
        return;
      }
      told++;
      say(event(String.valueOf(told), "progress", load));
      lookLater();
    }

    private static String event(String id, String name, LoadRecord load) {
      return "id: %s\nevent: %s\ndata: %s\n\n".formatted(id, name, LoadJson.of(load).encode());
    }

    /** A client that does not read is not told everything; the next event makes up for it. */
    private void say(String text) {
      if (!response.writeQueueFull()) {
        response.write(text);
      }
    }

    private void lookLater() {
      timer = vertx.setTimer(LOOK_MILLIS, passed -> look());
    }

    private void look() {
      Future.fromCompletionStage(records.find(loadId), context)
          .onSuccess(this::found)
          .onFailure(away -> nothingFound());
    }

    private void found(Optional<LoadRecord> load) {
      if (over) {
        return;
      }
      // A record goes only long after its load has ended.
      load.ifPresentOrElse(this::tell, response::end);
    }

    /** The database is away for now; a comment shows that the stream is not. */
    private void nothingFound() {
      if (!over) {
        say(": the database does not answer\n\n");
        lookLater();
      }
    }
  }
}
