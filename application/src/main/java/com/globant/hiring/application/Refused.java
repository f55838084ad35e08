package com.globant.hiring.application;

import com.globant.hiring.application.load.MigrateCsv;
import org.jspecify.annotations.Nullable;

/**
 * Ends a request with a refusal. Thrown by use cases and adapters alike, so that whatever was begun
 * is undone on the way; {@link MigrateCsv} adds what is known of the load.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RefusalCode code;

  /** Without what caused it: there is nothing to look for in a stack trace. */
  public Refused(RefusalCode code, String detail) {
    this(code, detail, null);
  }

  /**
   * @param detail what was wrong, where, and what to do
   */
  public Refused(RefusalCode code, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
  }

  public RefusalCode code() {
    return code;
  }

  /** What was wrong, where, and what to do. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
