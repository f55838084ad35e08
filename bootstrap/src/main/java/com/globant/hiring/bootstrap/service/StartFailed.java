package com.globant.hiring.bootstrap.service;

/** The service cannot start now; the message says what to do. */
public final class StartFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StartFailed(String message) {
    super(message);
  }

  public StartFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
