package com.globant.hiring.domain;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The order of names in reports: by code points, missing names first, as the database's bytes. */
final class Names {
  static final Comparator<@Nullable String> ORDER = Comparator.nullsFirst(Names::compareCodePoints);

  private Names() {}

  /** Unlike {@link String#compareTo}, puts characters beyond the basic plane after all others. */
  private static int compareCodePoints(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
