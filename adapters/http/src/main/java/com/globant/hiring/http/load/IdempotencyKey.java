package com.globant.hiring.http.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The idempotency key of a load (draft-ietf-httpapi-idempotency-key-header). */
final class IdempotencyKey {
  private static final String HEADER = "Idempotency-Key";

  private IdempotencyKey() {}

  /**
   * The key of a request, or null. Its syntax has been checked by the contract; a key is the same
   * with and without quotes.
   *
   * @throws Refused if there are several
   */
  static @Nullable String of(MultiMap headers) {
    List<String> keys = headers.getAll(HEADER);
    if (keys.isEmpty()) {
      return null;
    }
    if (keys.size() > 1) {
      throw new Refused(
          RefusalCode.INVALID_PARAMETER, "the header %s is given more than once".formatted(HEADER));
    }
    String key = keys.get(0);
    return key.startsWith("\"")
        ? key.substring(1, key.length() - 1).replaceAll("\\\\(.)", "$1")
        : key;
  }
}
