package com.globant.hiring.http.auth;

import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Allows pages of listed origins to use the service (CORS). Pages of other origins cannot read
 * answers, which browsers withhold, and must not write: browsers send forms and simple requests
 * without a preflight, so this handler refuses them by their {@code Origin} or {@code
 * Sec-Fetch-Site}.
 */
public final class CrossOrigin implements Handler<RoutingContext> {
  private static final String ANY = "*";
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);
  private static final Pattern ORIGIN = Pattern.compile("(https?)://(.+)");
  private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
  private static final String EXPOSED =
      "Content-Disposition, ETag, Idempotency-Replayed, Link, Location, Preference-Applied,"
          + " Retry-After, WWW-Authenticate, X-Request-Id";
  private static final String PREFLIGHT_SECONDS = "3600";

  private final List<String> listed;

  /**
   * @param listed origins of pages that may use the service, or {@code *}
   */
  public CrossOrigin(List<String> listed) {
    this.listed = listed.stream().map(origin -> origin.toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    MultiMap answer = ctx.response().headers();
    List<String> origins = request.headers().getAll(HttpHeaders.ORIGIN);
    if (!listed.isEmpty() && !listed.contains(ANY)) {
      answer.add("Vary", "Origin");
    }
    if (origins.size() == 1 && isListed(origins.get(0))) {
      answer.set(
          HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, listed.contains(ANY) ? ANY : origins.get(0));
      if (isPreflight(request)) {
        answerPreflight(ctx);
      } else {
        answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        ctx.next();
      }
    } else if (SAFE.contains(request.method()) || listed.contains(ANY)) {
      ctx.next();
    } else {
      String foreign = foreign(request, origins);
      if (foreign == null) {
        ctx.next();
      } else {
        Problems.answer(ctx, refused(foreign));
      }
    }
  }

  private boolean isListed(String origin) {
    return listed.contains(ANY) || listed.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private static void answerPreflight(RoutingContext ctx) {
    MultiMap answer = ctx.response().headers();
    answer
        .add("Vary", "Access-Control-Request-Headers")
        .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
        .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, PREFLIGHT_SECONDS);
    String headers = ctx.request().getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_HEADERS);
    if (headers != null) {
      answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers);
    }
    ctx.response().setStatusCode(204).end();
  }

  /** Why the request is not from a page of this service, or null. */
  private static @Nullable String foreign(HttpServerRequest request, List<String> origins) {
    String host = request.getHeader(HttpHeaders.HOST);
    for (String origin : origins) {
      if (host == null || !isOwn(origin, host)) {
        return "the page is of the origin '%s'".formatted(Problem.cut(origin));
      }
    }
    return request.headers().contains("Sec-Fetch-Site", "cross-site", true)
        ? "the page is of another site (Sec-Fetch-Site)"
        : null;
  }

  /** Whether the page was loaded from the host of the request. */
  private static boolean isOwn(String origin, String host) {
    Matcher url = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    if (!url.matches()) {
      return false;
    }
    int port = url.group(1).equals("https") ? 443 : 80;
    Authority page = Authority.parse(url.group(2));
    Authority own = Authority.parse(host);
    return page != null && own != null && page.withPort(port).equals(own.withPort(port));
  }

  private static HttpRefused refused(String foreign) {
    return new HttpRefused(
        HttpCode.ORIGIN_NOT_ALLOWED,
        foreign
            + ", which may not write here; the operator of the service can list origins in cors.origins");
  }
}
