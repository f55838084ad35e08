package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.request.HeaderList;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the headers of a load ask for. */
final class LoadHeaders {
  static final String RESPOND_ASYNC = "respond-async";
  static final String PREFERENCE_APPLIED = "Preference-Applied";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private LoadHeaders() {}

  /**
   * The idempotency key of a request (draft-ietf-httpapi-idempotency-key-header), or null. Its
   * syntax has been checked by the contract; a key is the same with and without quotes.
   *
   * @throws Refused if there are several
   */
  static @Nullable String idempotencyKey(MultiMap headers) {
    List<String> keys = headers.getAll(IDEMPOTENCY_KEY);
    if (keys.isEmpty()) {
      return null;
    }
    if (keys.size() > 1) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER,
          "the header %s is given more than once".formatted(IDEMPOTENCY_KEY));
    }
    String key = keys.get(0);
    return key.startsWith("\"")
        ? key.substring(1, key.length() - 1).replaceAll("\\\\(.)", "$1")
        : key;
  }

  /** Whether the client prefers not to wait for the outcome (RFC 7240). */
  static boolean respondAsync(MultiMap headers) {
    return HeaderList.elements(headers.getAll("Prefer")).stream()
        .map(preference -> preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        // An empty value is the same as none (section 2).
        .anyMatch(name -> name.replaceFirst("\\s*=\\s*(\"\")?$", "").equals(RESPOND_ASYNC));
  }
}
