package com.globant.hiring.http.load;

import com.globant.hiring.http.request.HeaderList;
import io.vertx.core.MultiMap;
import java.util.Locale;

/** The supported preferences of a client (RFC 7240). */
final class Preferences {
  static final String RESPOND_ASYNC = "respond-async";
  static final String APPLIED = "Preference-Applied";

  private static final String HEADER = "Prefer";

  private Preferences() {}

  /** Whether the client does not want to wait for the outcome. */
  static boolean respondAsync(MultiMap headers) {
    return HeaderList.elements(headers.getAll(HEADER)).stream()
        .map(preference -> preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        // An empty value is the same as none (section 2).
        .anyMatch(name -> name.replaceFirst("\\s*=\\s*(\"\")?$", "").equals(RESPOND_ASYNC));
  }
}
