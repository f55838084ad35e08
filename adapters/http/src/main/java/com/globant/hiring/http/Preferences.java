package com.globant.hiring.http;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a client would like best (RFC 7240), as far as it is heeded. */
final class Preferences {
  static final String RESPOND_ASYNC = "respond-async";
  static final String APPLIED = "Preference-Applied";

  private static final String HEADER = "Prefer";

  /** One preference with its value and parameters, in which a quoted comma separates nothing. */
  private static final Pattern PREFERENCE =
      Pattern.compile("(?:[^,\"]|\"(?:[^\"\\\\]|\\\\.)*+\")++");

  private Preferences() {}

  /** Whether the answer need not wait for the outcome. */
  static boolean respondAsync(MultiMap headers) {
    String preferences = String.join(",", headers.getAll(HEADER));
    return PREFERENCE
        .matcher(preferences)
        .results()
        .map(preference -> preference.group().split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        // An empty value is none (section 2).
        .anyMatch(name -> name.replaceFirst("\\s*=\\s*(\"\")?$", "").equals(RESPOND_ASYNC));
  }
}
