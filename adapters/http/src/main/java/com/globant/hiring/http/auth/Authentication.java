package com.globant.hiring.http.auth;

import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Finds out by its headers who sends a request. */
public interface Authentication extends AutoCloseable {

  /**
   * Completes on the caller's context. Fails with {@link HttpRefused}: {@code UNAUTHORIZED} if the
   * request does not prove who sends it.
   */
  Future<Caller> authenticate(HttpServerRequest request);

  /** The value of {@code WWW-Authenticate} (RFC 9110, section 11.6.1) for a refused request. */
  String challenge(HttpRefused refused);

  @Override
  void close();

  static HttpRefused unauthorized(String detail) {
    return new HttpRefused(HttpCode.UNAUTHORIZED, detail);
  }
}
