package com.globant.hiring.http.answer;

import com.globant.hiring.application.RefusalCode;
import java.util.Locale;

/** Refusals that only HTTP has, and the HTTP status of all refusals. */
public enum HttpCode {
  UNAUTHORIZED(401),
  FORBIDDEN(403),
  ORIGIN_NOT_ALLOWED(403),
  NOT_FOUND(404),
  NO_REPORTS(404),
  METHOD_NOT_ALLOWED(405),
  NOT_ACCEPTABLE(406),
  URI_TOO_LONG(414),
  MISDIRECTED_REQUEST(421),
  TOO_MANY_LOADS(429),
  TOO_MANY_STREAMS(429),
  HEADERS_TOO_LARGE(431),
  ISSUER_UNAVAILABLE(503),
  AUTHENTICATION_BUSY(503),
  HTTP_VERSION_NOT_SUPPORTED(505);

  private final int status;

  HttpCode(int status) {
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** The name in answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status of a refusal by the application. */
  public static int statusOf(RefusalCode code) {
    return switch (code) {
      case MISSING_PARAMETER,
          INVALID_PARAMETER,
          EMPTY_BODY,
          MALFORMED_CSV,
          DUPLICATE_COLUMN,
          UNKNOWN_COLUMN,
          MISSING_COLUMN,
          CORRUPT_ENCODING,
          INVALID_JSON,
          DIGEST_MISMATCH,
          MALFORMED_REQUEST ->
          400;
      case SOURCE_NOT_ALLOWED -> 403;
      case UNKNOWN_TABLE, UNKNOWN_SCHEMA, UNKNOWN_LOAD, NO_REJECTS, SOURCE_NOT_FOUND -> 404;
      case IDLE_BODY, SLOW_BODY, LOAD_TIMEOUT -> 408;
      case TABLE_BUSY,
          REFERENCED_ROWS,
          TABLE_MISMATCH,
          CASCADING_FOREIGN_KEY,
          SOURCE_CHANGED,
          IDEMPOTENCY_KEY_IN_USE,
          CANCELLED,
          LOAD_ENDED ->
          409;
      case BODY_TOO_LARGE, FIELD_TOO_LARGE, TRANSACTION_TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case NO_ROWS_ACCEPTED,
          TOO_MANY_ERRORS,
          ABORTED_ON_ERROR,
          ROWS_REFUSED,
          IDEMPOTENCY_KEY_REUSED ->
          422;
      case MEMORY_BUSY -> 429;
      case DATABASE_UNAVAILABLE,
          MISSING_PRIVILEGE,
          STORAGE_UNAVAILABLE,
          BULK_ENGINE_UNAVAILABLE,
          BULK_RUN_FAILED,
          DRAINING,
          ABORTED ->
          503;
    };
  }
}
