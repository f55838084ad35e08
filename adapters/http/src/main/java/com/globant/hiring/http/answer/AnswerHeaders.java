package com.globant.hiring.http.answer;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** What every answer tells a browser: to take it for what it is, and to do nothing else with it. */
public final class AnswerHeaders implements Handler<RoutingContext> {
  private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

  /** The policy of answers that are no page. */
  public static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** Swagger UI sets styles in its elements, and draws with data URLs. */
  private static final String DOCS =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  @Override
  public void handle(RoutingContext ctx) {
    MultiMap headers = ctx.response().headers();
    // The path as it was sent: what it stands for is not known before its escapes are checked.
    boolean docs = ctx.request().path().startsWith("/docs/");
    putOn(headers, docs ? DOCS : NOTHING);
    ctx.addHeadersEndHandler(
        nothing -> {
          keepOutOfCaches(headers);
          if (ctx.request().method().equals(HttpMethod.HEAD)) {
            tellLength(ctx.response());
          }
        });
    ctx.next();
  }

  /** Vert.x leaves it out of answers to HEAD. That of a stream is not known. */
  private static void tellLength(HttpServerResponse response) {
    if (response.bytesWritten() > 0 && !response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(response.bytesWritten()));
    }
  }

  public static void putOn(MultiMap headers, String policy) {
    headers
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set(CONTENT_SECURITY_POLICY, policy);
  }

  /** Load reports and links are of one moment, and of one client. */
  private static void keepOutOfCaches(MultiMap headers) {
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    if (type != null && type.endsWith("json") && !headers.contains(HttpHeaders.CACHE_CONTROL)) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }
}
