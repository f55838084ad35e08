package com.globant.hiring.application;

import com.globant.hiring.application.load.MigrateCsv;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a request, thrown by use cases and adapters. {@link MigrateCsv} makes it an
 * outcome with what is known of the load.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RefusalCode code;

  /** A refusal without a technical cause. */
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
