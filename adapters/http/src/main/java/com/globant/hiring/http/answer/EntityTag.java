package com.globant.hiring.http.answer;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;

/**
 * A strong validator of what is answered (RFC 9110, section 8.8.3).
 *
 * @param text with its quotes
 */
public record EntityTag(String text) {

  /** The tag of content with this hash. */
  public static EntityTag of(String hash) {
    return new EntityTag('"' + hash + '"');
  }

  /** Whether the client has the content (weak comparison: RFC 9110, section 13.1.2). */
  public boolean isKnownTo(RoutingContext ctx) {
    String ifNoneMatch = ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    return ifNoneMatch != null && matches(ifNoneMatch);
  }

  private boolean matches(String ifNoneMatch) {
    return ifNoneMatch.trim().equals("*")
        || Arrays.stream(ifNoneMatch.split(","))
            .map(String::trim)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(text::equals);
  }

  /** Adds the tag, and that clients ask each time whether their copy is current. */
  public HttpServerResponse addTo(RoutingContext ctx) {
    return ctx.response()
        .putHeader(HttpHeaders.ETAG, text)
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
  }

  public Future<Void> answerNotModified(RoutingContext ctx) {
    return addTo(ctx).setStatusCode(304).end();
  }
}
