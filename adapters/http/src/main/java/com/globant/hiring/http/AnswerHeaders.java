package com.globant.hiring.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** What every answer tells a browser: to take it for what it is, and to do nothing else with it. */
final class AnswerHeaders implements Handler<RoutingContext> {
  private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** Swagger UI sets styles in its elements, and draws with data URLs. */
  private static final String DOCS =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  @Override
  public void handle(RoutingContext ctx) {
    MultiMap headers = ctx.response().headers();
    boolean docs = ctx.normalizedPath().startsWith("/docs/");
    headers
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set(CONTENT_SECURITY_POLICY, docs ? DOCS : NOTHING);
    ctx.addHeadersEndHandler(nothing -> keepOutOfCaches(headers));
    ctx.next();
  }

  /** Load reports and links are of one moment, and of one client. */
  private static void keepOutOfCaches(MultiMap headers) {
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    if (type != null && type.endsWith("json") && !headers.contains(HttpHeaders.CACHE_CONTROL)) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }
}
