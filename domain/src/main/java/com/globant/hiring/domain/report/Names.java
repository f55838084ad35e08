package com.globant.hiring.domain.report;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The alphabetical order of names in reports: missing names first, then by letters without case and
 * accents, then by code points. It is the same in every locale and on every platform, which
 * collations of databases and of the JDK are not.
 */
final class Names {
  private static final Comparator<String> BY_CODE_POINTS = Names::compareCodePoints;

  private record Name(String text, String letters) {
    static final Comparator<Name> ORDER =
        Comparator.comparing(Name::letters, BY_CODE_POINTS)
            .thenComparing(Name::text, BY_CODE_POINTS);
  }

  private Names() {}

  /** The place that each of these names has among them; missing names come first. */
  static ToIntFunction<@Nullable String> places(Stream<@Nullable String> names) {
    List<Name> ordered =
        names
            .filter(name -> name != null)
            .distinct()
            .map(name -> new Name(name, letters(name)))
            .sorted(Name.ORDER)
            .toList();
    Map<String, Integer> places = new HashMap<>();
    ordered.forEach(name -> places.put(name.text(), places.size()));
    return name -> name == null ? -1 : Objects.requireNonNull(places.get(name));
  }

  /** In lower case by way of upper case, which makes {@code ß} and {@code ss} the same. */
  private static String letters(String name) {
    String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
    StringBuilder letters = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(character -> Character.getType(character) != Character.NON_SPACING_MARK)
        .forEach(letters::appendCodePoint);
    String upper = letters.toString().toUpperCase(Locale.ROOT);
    letters.setLength(0);
    // One by one: as a text, a sigma would depend on what follows it.
    upper.codePoints().map(Character::toLowerCase).forEach(letters::appendCodePoint);
    return letters.toString();
  }

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
