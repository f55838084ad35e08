package com.globant.hiring.http.answer;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Adds the security headers for browsers to every answer. */
public final class AnswerHeaders implements Handler<RoutingContext> {
  private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

  /** The policy of answers other than pages. */
  public static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  /** Swagger UI sets styles in its elements, and draws with data URLs. */
  private static final String DOCS =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  @Override
  public void handle(RoutingContext ctx) {
    MultiMap headers = ctx.response().headers();
    // The raw path, because its escapes are not yet checked.
    boolean docs = ctx.request().path().startsWith("/docs/");
    putOn(headers, docs ? DOCS : NOTHING);
    ctx.addHeadersEndHandler(
        nothing -> {
          preventCaching(headers);
          if (ctx.request().method().equals(HttpMethod.HEAD)) {
            setLength(ctx.response());
          }
        });
    ctx.next();
  }

  /** Vert.x omits it in answers to HEAD. The length of a stream is unknown. */
  private static void setLength(HttpServerResponse response) {
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

  /** Load reports and links are valid for one moment and one client. */
  private static void preventCaching(MultiMap headers) {
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    if (type != null && type.endsWith("json") && !headers.contains(HttpHeaders.CACHE_CONTROL)) {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
    }
  }
}
