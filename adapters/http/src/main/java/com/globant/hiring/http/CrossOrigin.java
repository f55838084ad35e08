package com.globant.hiring.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of some origins use the service (CORS). Others get their answer without that leave: a
 * browser then keeps it from the page, and requests of this service's own pages, which may name
 * their origin too, are not refused.
 */
final class CrossOrigin implements Handler<RoutingContext> {
  private static final String ANY = "*";
  private static final int PREFLIGHT_SECONDS = 3600;

  private final List<String> origins;
  private final CorsHandler cors;

  /**
   * @param origins at least one, or {@code *}
   */
  CrossOrigin(List<String> origins) {
    this.origins = origins;
    CorsHandler handler = CorsHandler.create();
    if (!origins.contains(ANY)) {
      handler.addOrigins(origins);
    }
    this.cors =
        handler
            .allowedMethods(
                Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE))
            .exposedHeaders(
                Set.of(
                    "Content-Disposition",
                    "ETag",
                    "Idempotency-Replayed",
                    "Link",
                    "Location",
                    "Preference-Applied",
                    "Retry-After",
                    "WWW-Authenticate",
                    "X-Request-Id"))
            .maxAgeSeconds(PREFLIGHT_SECONDS);
  }

  @Override
  public void handle(RoutingContext ctx) {
    String origin = ctx.request().getHeader("Origin");
    if (origin == null || origins.contains(ANY) || origins.contains(origin)) {
      cors.handle(ctx);
    } else {
      ctx.response().headers().add("Vary", "Origin");
      ctx.next();
    }
  }
}
