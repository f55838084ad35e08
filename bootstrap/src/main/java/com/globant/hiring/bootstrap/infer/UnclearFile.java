package com.globant.hiring.bootstrap.infer;

/** No table can be proposed for a file; the message says why, and what to do. */
public final class UnclearFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnclearFile(String message) {
    super(message);
  }

  UnclearFile(String message, Throwable cause) {
    super(message, cause);
  }
}
