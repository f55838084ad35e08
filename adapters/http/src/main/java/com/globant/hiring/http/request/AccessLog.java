package com.globant.hiring.http.request;

import com.globant.hiring.http.answer.RequestId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Logs each request when its answer was sent or its client has disconnected. */
public final class AccessLog implements PlatformHandler {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  @Override
  public void handle(RoutingContext ctx) {
    long started = System.nanoTime();
    ctx.addEndHandler(answered -> line(ctx, started, answered.succeeded()));
    ctx.next();
  }

  /** Without the query, which may contain secrets. */
  private static void line(RoutingContext ctx, long started, boolean answered) {
    HttpServerRequest request = ctx.request();
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue(RequestId.KEY, RequestId.of(request))
            .addKeyValue("method", request.method().name())
            .addKeyValue("path", request.path());
    if (answered) {
      line = line.addKeyValue("status", ctx.response().getStatusCode());
    }
    line.addKeyValue("bytes", ctx.response().bytesWritten())
        .addKeyValue("received_bytes", request.bytesRead())
        .addKeyValue("duration_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
        .log(answered ? "request answered" : "request left by its client");
  }
}
