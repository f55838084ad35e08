package com.globant.hiring.http.answer;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id that ties a request, its answer and its lines in the log together. */
public final class RequestId {
  static final String HEADER = "X-Request-Id";

  /** Its name in the log and in problems. */
  public static final String KEY = "request_id";

  /** What stands in a line of a log, a header and a URL as it is. */
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9_.:/+=@-]{1,128}");

  private RequestId() {}

  /**
   * The id of a request: the client's, or a new one where it sent none that is usable. From the
   * first call on its answer has it, whoever writes that. For the request's context only.
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
