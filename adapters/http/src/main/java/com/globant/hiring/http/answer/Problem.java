package com.globant.hiring.http.answer;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/** Why a request was not answered as it asked, as problem details (RFC 9457) report it. */
public record Problem(int status, String code, String detail) {
  public static final String MEDIA_TYPE = "application/problem+json";
  public static final String INTERNAL_ERROR = "internal_error";

  private static final int MOST_CHARACTERS_OF_VALUE = 100;

  /** Conflicts with something that ends by itself. */
  private static final Set<String> PASSING_CONFLICTS =
      Set.of(RefusalCode.TABLE_BUSY.wireName(), RefusalCode.IDEMPOTENCY_KEY_IN_USE.wireName());

  /** A refusal as it is; any other failure as an internal error without details. */
  public static Problem of(Throwable failure) {
    if (failure instanceof Refused refused) {
      return of(refused.code(), refused.detail());
    }
    if (failure instanceof HttpRefused refused) {
      return of(refused.code(), refused.detail());
    }
    return internalError();
  }

  public static Problem internalError() {
    return new Problem(
        500,
        INTERNAL_ERROR,
        "the service failed unexpectedly; its log has the cause under this request_id");
  }

  public static Problem of(RefusalCode code, String detail) {
    return new Problem(HttpCode.statusOf(code), code.wireName(), detail);
  }

  public static Problem of(HttpCode code, String detail) {
    return new Problem(code.status(), code.wireName(), detail);
  }

  public boolean isInternalError() {
    return code.equals(INTERNAL_ERROR);
  }

  /** Whether the same request may succeed in a few seconds. */
  public boolean isTemporary() {
    return switch (status) {
      case 409 -> PASSING_CONFLICTS.contains(code);
      case 503 -> !code.equals(RefusalCode.MISSING_PRIVILEGE.wireName());
      default -> status == 429;
    };
  }

  /** The document, to which members may be added. */
  public JsonObject toJson(String requestId) {
    return new JsonObject()
        .put("type", "urn:hiring:problem:" + code)
        .put("title", title())
        .put("status", status)
        .put("detail", detail)
        .put("code", code)
        .put(RequestId.KEY, requestId);
  }

  private String title() {
    String words = code.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The beginning of a value from a request, for messages. */
  public static String cut(String value) {
    return value.length() <= MOST_CHARACTERS_OF_VALUE
        ? value
        : value.substring(0, MOST_CHARACTERS_OF_VALUE) + "…";
  }
}
