package com.globant.hiring.http.answer;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.RowRejected;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** Problem details (RFC 9457), and the HTTP status of each refusal. */
public final class Problem {
  public static final String MEDIA_TYPE = "application/problem+json";
  public static final String INTERNAL_ERROR = "internal_error";

  /** The most characters of a value that are repeated in an answer. */
  private static final int SHOWN = 100;

  private Problem() {}

  public static int status(RefusalCode code) {
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
      case UNAUTHORIZED -> 401;
      case FORBIDDEN, ORIGIN_NOT_ALLOWED -> 403;
      case UNKNOWN_TABLE, UNKNOWN_SCHEMA, UNKNOWN_LOAD, NO_REJECTS, NOT_FOUND -> 404;
      case METHOD_NOT_ALLOWED -> 405;
      case NOT_ACCEPTABLE -> 406;
      case IDLE_BODY, SLOW_BODY, LOAD_TIMEOUT -> 408;
      case TABLE_BUSY,
          REFERENCED_ROWS,
          TABLE_MISMATCH,
          CASCADING_FOREIGN_KEY,
          IDEMPOTENCY_KEY_IN_USE,
          CANCELLED,
          LOAD_ENDED ->
          409;
      case BODY_TOO_LARGE, FIELD_TOO_LARGE, TRANSACTION_TOO_LARGE -> 413;
      case URI_TOO_LONG -> 414;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case MISDIRECTED_REQUEST -> 421;
      case NO_ROWS_ACCEPTED,
          TOO_MANY_ERRORS,
          ABORTED_ON_ERROR,
          ROWS_REFUSED,
          IDEMPOTENCY_KEY_REUSED ->
          422;
      case TOO_MANY_LOADS, MEMORY_BUSY, TOO_MANY_STREAMS -> 429;
      case HEADERS_TOO_LARGE -> 431;
      case DATABASE_UNAVAILABLE,
          MISSING_PRIVILEGE,
          STORAGE_UNAVAILABLE,
          ISSUER_UNAVAILABLE,
          AUTHENTICATION_BUSY,
          DRAINING,
          ABORTED ->
          503;
      case HTTP_VERSION_NOT_SUPPORTED -> 505;
    };
  }

  public static JsonObject document(Refused refused) {
    RefusalCode code = refused.code();
    return problem(status(code), title(code), code.wireName(), refused.detail());
  }

  /** As an answer has it, for streams whose status has been sent already. */
  public static JsonObject document(Refused refused, String requestId) {
    return document(refused).put(RequestId.KEY, requestId);
  }

  public static JsonObject internalError() {
    return problem(
        500,
        "Internal error",
        INTERNAL_ERROR,
        "the service failed in a way it did not expect; its log tells more, under this request_id");
  }

  public static JsonArray errors(List<RowRejected> rejected) {
    JsonArray errors = new JsonArray();
    for (RowRejected row : rejected) {
      errors.add(
          new JsonObject()
              .put("line", row.line())
              .put("column", row.column())
              .put("code", row.code().wireName())
              .put("value", row.value())
              .put("message", row.message()));
    }
    return errors;
  }

  private static JsonObject problem(int status, String title, String code, String detail) {
    return new JsonObject()
        .put("type", "urn:hiring:problem:" + code)
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .put("code", code);
  }

  private static String title(RefusalCode code) {
    String words = code.wireName().replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A value as answers repeat it. */
  public static String cut(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
  }
}
