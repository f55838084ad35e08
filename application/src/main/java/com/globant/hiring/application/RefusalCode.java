package com.globant.hiring.application;

import com.globant.hiring.domain.raw.FileRefused;
import java.util.Locale;

/** Why a load or another request was refused. The client can correct the request or repeat it. */
public enum RefusalCode {
  // The request
  MISSING_PARAMETER,
  INVALID_PARAMETER,
  UNKNOWN_TABLE,
  UNKNOWN_SCHEMA,
  UNSUPPORTED_MEDIA_TYPE,
  // The source
  SOURCE_NOT_ALLOWED,
  SOURCE_NOT_FOUND,
  SOURCE_CHANGED,
  // The body
  MALFORMED_REQUEST,
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
  // The rows
  NO_ROWS_ACCEPTED,
  TOO_MANY_ERRORS,
  ABORTED_ON_ERROR,
  ROWS_REFUSED,
  TRANSACTION_TOO_LARGE,
  // The tables
  TABLE_BUSY,
  REFERENCED_ROWS,
  TABLE_MISMATCH,
  CASCADING_FOREIGN_KEY,
  // Other loads
  IDEMPOTENCY_KEY_IN_USE,
  IDEMPOTENCY_KEY_REUSED,
  UNKNOWN_LOAD,
  LOAD_ENDED,
  NO_REJECTS,
  CANCELLED,
  ABORTED,
  // The service
  MEMORY_BUSY,
  DATABASE_UNAVAILABLE,
  MISSING_PRIVILEGE,
  STORAGE_UNAVAILABLE,
  BULK_ENGINE_UNAVAILABLE,
  BULK_RUN_FAILED,
  DRAINING;

  /** The code of a file's refusal, which has the same name as its reason. */
  public static RefusalCode of(FileRefused.Reason reason) {
    return valueOf(reason.name());
  }

  /** The name in answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
