package com.globant.hiring.http.auth;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** A way of telling who sends a request, by its headers alone. */
public interface Authentication extends AutoCloseable {

  /**
   * Completes on the caller's context. Fails with {@link Refused}: {@code UNAUTHORIZED} where the
   * request does not prove who sends it.
   */
  Future<Caller> authenticate(HttpServerRequest request);

  /** What {@code WWW-Authenticate} tells (RFC 9110, section 11.6.1) of a refused request. */
  String challenge(Refused refused);

  @Override
  void close();

  static Refused unauthorized(String detail) {
    return new Refused(RefusalCode.UNAUTHORIZED, detail);
  }
}
