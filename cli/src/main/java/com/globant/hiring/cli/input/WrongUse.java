package com.globant.hiring.cli.input;

/** The command was called in a wrong way; the message says what is wrong and what to do. */
public final class WrongUse extends RuntimeException {
  private static final long serialVersionUID = 1;

  public WrongUse(String message) {
    super(message);
  }
}
