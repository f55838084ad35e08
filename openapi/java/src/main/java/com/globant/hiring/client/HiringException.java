package com.globant.hiring.client;

import org.jspecify.annotations.Nullable;

/** A call failed. {@link ProblemException} if the service refused it. */
public class HiringException extends RuntimeException {
  private static final long serialVersionUID = 1;

  HiringException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
