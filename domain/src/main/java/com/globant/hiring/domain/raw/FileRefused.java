package com.globant.hiring.domain.raw;

/** A file that cannot be read as rows of its table. It is refused as a whole. */
public final class FileRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a file is refused. Answers use the same names, in lower case. */
  public enum Reason {
    /** The content is neither CSV nor JSON, or is in an encoding that is not read. */
    UNSUPPORTED_MEDIA_TYPE,
    EMPTY_BODY,
    MALFORMED_CSV,
    INVALID_JSON,
    /** A field or a record is over its limit. */
    FIELD_TOO_LARGE,
    /** Other loads hold the memory that a large record needs. */
    MEMORY_BUSY,
    UNKNOWN_COLUMN,
    DUPLICATE_COLUMN,
    MISSING_COLUMN
  }

  private final Reason reason;

  /**
   * @param message what is wrong, where, and what to do
   */
  public FileRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * @param message what is wrong, where, and what to do
   * @param cause what the parser reported
   */
  public FileRefused(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What is wrong, where, and what to do. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
