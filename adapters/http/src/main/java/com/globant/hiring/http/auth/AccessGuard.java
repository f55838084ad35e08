package com.globant.hiring.http.auth;

import com.globant.hiring.application.Failures;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import com.globant.hiring.http.body.RequestBody;
import com.globant.hiring.http.request.Problems;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Passes a request on to its operation if the client has the role for it. */
public final class AccessGuard implements Handler<RoutingContext> {
  private static final String KEY = AccessGuard.class.getName();

  private final Authentication authentication;
  private final Role needed;

  public AccessGuard(Authentication authentication, Role needed) {
    this.authentication = authentication;
    this.needed = needed;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (!ctx.request().method().equals(HttpMethod.GET) && RequestBody.isAnnounced(ctx.request())) {
      // No body is read before the client is authenticated; the operation resumes it.
      ctx.request().pause();
    }
    authorized(ctx.request())
        .onSuccess(
            caller -> {
              caller.keepIn(ctx);
              ctx.put(KEY, this);
              ctx.next();
            })
        .onFailure(failure -> refuse(ctx, Failures.unwrapped(failure)));
  }

  private Future<Caller> authorized(HttpServerRequest request) {
    return authentication
        .authenticate(request)
        .map(
            caller -> {
              if (!needed.isIn(caller.roles())) {
                throw new HttpRefused(
                    HttpCode.FORBIDDEN,
                    "%s may not do this; it needs the role %s"
                        .formatted(caller.name(), needed.wireName()));
              }
              return caller;
            });
  }

  /**
   * Checks again whether a request is allowed, for answers that take long. Fails as {@link
   * Authentication#authenticate} does.
   */
  public static Future<Void> authenticateAgain(RoutingContext ctx) {
    AccessGuard guard = ctx.get(KEY);
    return guard == null
        ? Future.succeededFuture()
        : guard
            .authorized(ctx.request())
            .<Void>mapEmpty()
            .recover(failure -> Future.failedFuture(Failures.unwrapped(failure)));
  }

  private void refuse(RoutingContext ctx, Throwable failure) {
    if (failure instanceof HttpRefused refused && refused.code().status() < 500) {
      ctx.response().putHeader("WWW-Authenticate", authentication.challenge(refused));
    }
    Problems.answer(ctx, failure);
  }
}
