package com.globant.hiring.http.load;

import com.globant.hiring.http.request.HeaderList;
import io.vertx.core.MultiMap;
import java.util.Locale;

/** What a client would like best (RFC 7240), as far as it is heeded. */
final class Preferences {
  static final String RESPOND_ASYNC = "respond-async";
  static final String APPLIED = "Preference-Applied";

  private static final String HEADER = "Prefer";

  private Preferences() {}

  /** Whether the answer need not wait for the outcome. */
  static boolean respondAsync(MultiMap headers) {
    return HeaderList.elements(headers.getAll(HEADER)).stream()
        .map(preference -> preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        // An empty value is none (section 2).
        .anyMatch(name -> name.replaceFirst("\\s*=\\s*(\"\")?$", "").equals(RESPOND_ASYNC));
  }
}
