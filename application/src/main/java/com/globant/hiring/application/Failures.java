package com.globant.hiring.application;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Removes what stages wrap failures into. */
public final class Failures {
  private Failures() {}

  /** The failure itself, without any {@link CompletionException} around it. */
  public static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return (failure instanceof CompletionException || failure instanceof ExecutionException)
            && cause != null
        ? unwrapped(cause)
        : failure;
  }
}
