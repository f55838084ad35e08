package com.globant.hiring.http.auth;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host and its port, as in the header {@code Host} or in a URL.
 *
 * @param host in lower case, without the dot that may end a name; an IPv6 address in brackets
 * @param port -1 if there is none
 */
record Authority(String host, int port) {
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\[\\]:/@?#\\s]+)(?::(\\d{0,5}))?");

  /** Null if the text is no authority. */
  static @Nullable Authority parse(String text) {
    Matcher matcher = AUTHORITY.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    String host = matcher.group(1).toLowerCase(Locale.ROOT);
    String port = matcher.group(2);
    return new Authority(
        host.endsWith(".") ? host.substring(0, host.length() - 1) : host,
        port == null || port.isEmpty() ? -1 : Integer.parseInt(port));
  }

  Authority withPort(int otherwise) {
    return port >= 0 ? this : new Authority(host, otherwise);
  }
}
