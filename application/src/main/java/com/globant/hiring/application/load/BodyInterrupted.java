package com.globant.hiring.application.load;

/** The rest of a body will not come: the client went away, or nobody wants it any more. */
public final class BodyInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BodyInterrupted(String message) {
    super(message);
  }
}
