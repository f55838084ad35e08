package com.globant.hiring.application.body;

import java.io.IOException;

/** The rest of a body will not arrive: its client went away, or the body was abandoned. */
public final class BodyInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BodyInterrupted(String message) {
    super(message);
  }

  /** A body whose stream failed. Streams report what the client did wrong as refusals. */
  public static BodyInterrupted by(IOException failure) {
    BodyInterrupted interrupted =
        new BodyInterrupted("the body could not be read to its end: " + failure.getMessage());
    interrupted.initCause(failure);
    return interrupted;
  }
}
