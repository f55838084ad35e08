package com.globant.hiring.http.body;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dictionaries of byte sequences, as structured fields write them (RFC 9651, section 3.2). */
final class StructuredBytes {
  private static final String KEY = "[a-z*][a-z0-9_.*-]*";

  /** Parameters have no meaning here, but may follow any value. */
  private static final String PARAMETERS =
      "(?:; *%s(?:=(?:\"(?:[^\"\\\\]++|\\\\[\"\\\\])*\"|[^,;\" ]+))?)*".formatted(KEY);

  private static final Pattern MEMBER =
      Pattern.compile("(%s)=:([A-Za-z0-9+/]*=*):%s".formatted(KEY, PARAMETERS));
  private static final Pattern COMMA = Pattern.compile("[ \t]*,[ \t]*");

  private StructuredBytes() {}

  /** The members in their order, the last of repeated keys; null if the field is malformed. */
  static @Nullable Map<String, byte[]> dictionary(String field) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    Matcher member = MEMBER.matcher(field);
    Matcher comma = COMMA.matcher(field);
    int end = field.length();
    while (end > 0 && field.charAt(end - 1) == ' ') {
      end--;
    }
    int at = 0;
    while (at < end && field.charAt(at) == ' ') {
      at++;
    }
    while (member.region(at, end).lookingAt()) {
      byte[] value = decoded(member.group(2));
      if (value == null) {
        return null;
      }
      members.put(member.group(1), value);
      if (member.end() == end) {
        return members;
      }
      if (!comma.region(member.end(), end).lookingAt()) {
        return null;
      }
      at = comma.end();
    }
    return null;
  }

  private static byte @Nullable [] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
