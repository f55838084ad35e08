package com.globant.hiring.application;

import java.util.Locale;

/** Why a whole request was refused; expected, and the client's to mend or to repeat. */
public enum RefusalCode {
  // The request
  MISSING_PARAMETER,
  INVALID_PARAMETER,
  UNKNOWN_TABLE,
  UNKNOWN_SCHEMA,
  UNAUTHORIZED,
  FORBIDDEN,
  NOT_FOUND,
  METHOD_NOT_ALLOWED,
  NOT_ACCEPTABLE,
  UNSUPPORTED_MEDIA_TYPE,
  // The body
  EMPTY_BODY,
  MALFORMED_CSV,
  DUPLICATE_COLUMN,
  UNKNOWN_COLUMN,
  MISSING_COLUMN,
  CORRUPT_ENCODING,
  INVALID_JSON,
  DIGEST_MISMATCH,
  BODY_TOO_LARGE,
  FIELD_TOO_LARGE,
  IDLE_BODY,
  SLOW_BODY,
  LOAD_TIMEOUT,
  // Its rows
  NO_ROWS_ACCEPTED,
  TOO_MANY_ERRORS,
  ABORTED_ON_ERROR,
  ROWS_REFUSED,
  TRANSACTION_TOO_LARGE,
  // The state of the tables
  TABLE_BUSY,
  REFERENCED_ROWS,
  // The state of other loads
  IDEMPOTENCY_KEY_IN_USE,
  IDEMPOTENCY_KEY_REUSED,
  UNKNOWN_LOAD,
  LOAD_ENDED,
  NO_REJECTS,
  CANCELLED,
  ABORTED,
  // The state of the service
  TOO_MANY_LOADS,
  MEMORY_BUSY,
  DATABASE_UNAVAILABLE,
  MISSING_PRIVILEGE,
  STORAGE_UNAVAILABLE,
  ISSUER_UNAVAILABLE,
  AUTHENTICATION_BUSY,
  TOO_MANY_STREAMS,
  DRAINING;

  /** The name in answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
