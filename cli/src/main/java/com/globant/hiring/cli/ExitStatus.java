package com.globant.hiring.cli;

/** What a command ends with. An interrupted one ends with 130, which is what Java ends with. */
final class ExitStatus {
  static final int OK = 0;

  /** Of this machine: a file cannot be written, for instance. */
  static final int FAILED = 1;

  static final int WRONG_USE = 2;

  /** Loaded, but the service refused rows. */
  static final int REFUSED_ROWS = 3;

  static final int REFUSED = 4;

  /** Unreachable or busy for longer than the command waits. */
  static final int UNREACHABLE = 5;

  private ExitStatus() {}
}
