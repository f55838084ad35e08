package com.globant.hiring.http.answer;

import org.jspecify.annotations.Nullable;

/** Refuses a request for a reason that only HTTP has. */
public final class HttpRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpCode code;

  /**
   * @param detail what is wrong, where, and what to do
   */
  public HttpRefused(HttpCode code, String detail) {
    this(code, detail, null);
  }

  public HttpRefused(HttpCode code, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
  }

  public HttpCode code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
