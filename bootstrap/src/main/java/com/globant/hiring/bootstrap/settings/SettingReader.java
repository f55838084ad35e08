package com.globant.hiring.bootstrap.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses settings. Records a bad value as a problem and returns a harmless one, so that all
 * problems are found at once.
 */
final class SettingReader {
  private static final Pattern CREDENTIALS_IN_URL = Pattern.compile("//[^/@]*@");

  private final SettingValues values;

  SettingReader(SettingValues values) {
    this.values = values;
  }

  int integer(String path, int least, int most) {
    return (int) number(path, least, most);
  }

  Duration seconds(String path, int least, int most) {
    return Duration.ofSeconds(integer(path, least, most));
  }

  long number(String path, long least, long most) {
    String allowed = "a whole number from %d to %d".formatted(least, most);
    return read(
        path,
        allowed,
        least,
        text -> {
          long number = Long.parseLong(text);
          return number >= least && number <= most ? number : null;
        });
  }

  String text(String path) {
    return read(path, "a text", "", text -> text.isBlank() ? null : text);
  }

  String name(String path, Pattern allowed, String description) {
    return read(path, description, "", text -> allowed.matcher(text).matches() ? text : null);
  }

  @Nullable String optionalText(String path) {
    return absent(path) ? null : text(path);
  }

  @Nullable Secret secret(String path) {
    SettingValue value = values.get(path);
    if (value.list()) {
      // Without the text, which is secret.
      values.problems().add("%s (%s): must be a text".formatted(path, value.origin()));
    }
    return value.text() == null ? null : new Secret(value.text());
  }

  <E extends Enum<E>> E choice(String path, Class<E> type) {
    List<E> all = List.of(type.getEnumConstants());
    String names = String.join(", ", all.stream().map(SettingReader::wireName).toList());
    return read(
        path,
        "one of " + names,
        all.get(0),
        text -> all.stream().filter(one -> wireName(one).equals(text)).findFirst().orElse(null));
  }

  /** One of these words. */
  String word(String path, List<String> words) {
    return read(
        path,
        "one of " + String.join(", ", words),
        words.get(0),
        text -> words.contains(text) ? text : null);
  }

  boolean flag(String path) {
    return word(path, List.of("false", "true")).equals("true");
  }

  /** A list of different names; empty if the setting is null. */
  List<String> optionalNames(String path, Pattern allowed, String description) {
    return absent(path) ? List.of() : names(path, allowed, description);
  }

  /** A list of at least one name, all different. */
  List<String> names(String path, Pattern allowed, String description) {
    SettingValue value = values.get(path);
    List<String> names =
        value.text() == null
            ? List.of()
            : Stream.of(value.text().split(",", -1)).map(String::trim).toList();
    if (names.isEmpty()
        || !names.stream().allMatch(name -> allowed.matcher(name).matches())
        || names.stream().distinct().count() < names.size()) {
      refuse(path, value, "a list of " + description);
    }
    return names;
  }

  @Nullable Path optionalPath(String path) {
    return absent(path)
        ? null
        : read(path, "a path", Path.of(""), text -> text.isBlank() ? null : Path.of(text));
  }

  @Nullable URI optionalUrl(String path) {
    return absent(path)
        ? null
        : read(path, "an http or https URL without a user", URI.create(""), SettingReader::url);
  }

  /** Records a problem unless the condition holds. */
  void check(boolean fine, String problem) {
    if (!fine) {
      values.problems().add(problem);
    }
  }

  private boolean absent(String path) {
    return values.get(path).text() == null;
  }

  /**
   * @param parse returns null, or throws as parsers of the JDK do, if the text is not allowed
   */
  private <T> T read(
      String path, String allowed, T otherwise, Function<String, @Nullable T> parse) {
    SettingValue value = values.get(path);
    T parsed = null;
    if (value.text() != null && !value.list()) {
      try {
        parsed = parse.apply(value.text().strip());
      } catch (NumberFormatException | InvalidPathException notAllowed) {
        parsed = null;
      }
    }
    if (parsed == null) {
      refuse(path, value, allowed);
      return otherwise;
    }
    return parsed;
  }

  private void refuse(String path, SettingValue value, String allowed) {
    String shown = value.text() == null ? "null" : value.text();
    String masked = CREDENTIALS_IN_URL.matcher(shown).replaceAll("//(hidden)@");
    values
        .problems()
        .add("%s = %s (%s): must be %s".formatted(path, masked, value.origin(), allowed));
  }

  private static @Nullable URI url(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return http && url.getHost() != null && url.getUserInfo() == null ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static String wireName(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
