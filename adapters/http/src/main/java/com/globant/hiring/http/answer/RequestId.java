package com.globant.hiring.http.answer;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a request, which its answer and its lines in the log have too. */
public final class RequestId {
  static final String HEADER = "X-Request-Id";

  /** Its name in the log and in problems. */
  public static final String KEY = "request_id";

  /** Characters that need no escape in logs, headers and URLs. */
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9_.:/+=@-]{1,128}");

  private RequestId() {}

  /**
   * The id of a request: that of the client, or a new one if the client sent none or an invalid
   * one. The first call adds it to the answer. For the context of the request only.
   */
  public static String of(HttpServerRequest request) {
    MultiMap answer = request.response().headers();
    String known = answer.get(HEADER);
    if (known != null) {
      return known;
    }
    String id = usable(request.getHeader(HEADER));
    answer.set(HEADER, id);
    return id;
  }

  static String usable(@Nullable String sent) {
    return sent != null && USABLE.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }
}
