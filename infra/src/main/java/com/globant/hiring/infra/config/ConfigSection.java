package com.globant.hiring.infra.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file. Its keys must be exactly the components of a record.
 *
 * <p>Every method that finds a fault throws {@link InvalidConfigException}.
 */
final class ConfigSection {
  private final String file;
  private final String path;
  private final Map<?, ?> values;

  private ConfigSection(String file, String path, Map<?, ?> values) {
    this.file = file;
    this.path = path;
    this.values = values;
  }

  /**
   * The whole file.
   *
   * @param node the parsed file
   * @param shape record whose components, converted by {@code naming}, are the allowed keys
   */
  static ConfigSection root(
      String file,
      @Nullable Object node,
      Class<? extends Record> shape,
      UnaryOperator<String> naming) {
    return of(file, "", node, keys(shape, naming));
  }

  /** A nested mapping. */
  ConfigSection section(String key, Class<? extends Record> shape, UnaryOperator<String> naming) {
    return of(file, at(key), values.get(key), keys(shape, naming));
  }

  /**
   * A nested mapping of sections, with overrides applied. Messages name the key of the overrides.
   *
   * @param overrides key of a mapping from sections to the values that replace theirs, or of null
   * @param fixed sections that must not be overridden
   */
  ConfigSection overridden(
      String key,
      String overrides,
      Class<? extends Record> shape,
      UnaryOperator<String> naming,
      Set<String> fixed) {
    Map<Object, Object> merged = new LinkedHashMap<>(mapping(key, "sections"));
    ConfigSection sections =
        new ConfigSection(file, at(overrides), mapping(overrides, "sections of " + key));
    for (Object name : sections.values.keySet()) {
      check(!fixed.contains(name), overrides, "without " + name + ", which exists only once");
      Map<Object, Object> section = new LinkedHashMap<>();
      if (merged.get(name) instanceof Map<?, ?> defaults) {
        section.putAll(defaults);
      }
      section.putAll(sections.mapping(String.valueOf(name), "keys of " + key + "." + name));
      merged.put(name, section);
    }
    return of(file, at(overrides), merged, keys(shape, naming));
  }

  private Map<?, ?> mapping(String key, String of) {
    if (isNull(key)) {
      return Map.of();
    }
    if (values.get(key) instanceof Map<?, ?> mapping) {
      return mapping;
    }
    throw invalid(key, "a mapping of " + of + " to other values, or null");
  }

  private static ConfigSection of(
      String file, String path, @Nullable Object node, List<String> keys) {
    String allowed = String.join(", ", keys);
    String place = path.isEmpty() ? "the file" : path;
    if (!(node instanceof Map<?, ?> values)) {
      throw new InvalidConfigException(
          "%s: %s must be a mapping with the keys: %s".formatted(file, place, allowed));
    }
    ConfigSection section = new ConfigSection(file, path, values);
    for (Object key : values.keySet()) {
      if (!keys.contains(String.valueOf(key))) {
        throw new InvalidConfigException(
            "%s: %s is not a known key; allowed in %s: %s"
                .formatted(file, section.at(String.valueOf(key)), place, allowed));
      }
    }
    for (String key : keys) {
      if (!values.containsKey(key)) {
        throw new InvalidConfigException(
            "%s: %s is missing; %s must have: %s".formatted(file, section.at(key), place, allowed));
      }
    }
    return section;
  }

  private static List<String> keys(Class<? extends Record> shape, UnaryOperator<String> naming) {
    return Arrays.stream(shape.getRecordComponents())
        .map(component -> naming.apply(component.getName()))
        .toList();
  }

  /**
   * A text.
   *
   * @param allowed describes for messages what {@code test} accepts
   */
  String text(String key, Predicate<String> test, String allowed) {
    return require(
        key, values.get(key) instanceof String text && test.test(text) ? text : null, allowed);
  }

  @Nullable String optionalText(String key, Predicate<String> test, String allowed) {
    return isNull(key) ? null : text(key, test, allowed + ", or null");
  }

  /**
   * The ARN of a resource in the account and region of the stacks, or null.
   *
   * @param service pattern of the service part
   * @param resource pattern of the part after the account
   * @param environment account and region of the stacks
   */
  @Nullable String optionalArn(
      String key, String service, String resource, String allowed, EnvironmentConfig environment) {
    Pattern pattern =
        Pattern.compile("arn:aws[a-z-]*:%s:[a-z0-9-]+:\\d{12}:%s".formatted(service, resource));
    String arn = optionalText(key, pattern.asMatchPredicate(), allowed);
    if (arn != null) {
      List<String> parts = List.of(arn.split(":", 6));
      check(
          parts.get(3).equals(environment.region()) && parts.get(4).equals(environment.account()),
          key,
          "%s in the account %s and the region %s of the stack"
              .formatted(allowed, environment.account(), environment.region()));
    }
    return arn;
  }

  /** A constant of an enum, written in lower case. */
  <E extends Enum<E>> E constant(String key, Class<E> type) {
    Map<String, E> constants = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      constants.put(constant.name().toLowerCase(Locale.ROOT), constant);
    }
    return require(
        key,
        constants.get(String.valueOf(values.get(key))),
        "one of " + String.join(", ", constants.keySet()));
  }

  int integer(String key, int least, int most) {
    return integer(key, least, most, "");
  }

  @Nullable Integer optionalInteger(String key, int least, int most) {
    return isNull(key) ? null : integer(key, least, most, ", or null");
  }

  private int integer(String key, int least, int most, String alternative) {
    return require(
        key,
        values.get(key) instanceof Integer number && number >= least && number <= most
            ? number
            : null,
        "a whole number from %d to %d%s".formatted(least, most, alternative));
  }

  int integer(String key, Set<Integer> allowed) {
    return require(
        key,
        values.get(key) instanceof Integer number && allowed.contains(number) ? number : null,
        "one of " + String.join(", ", allowed.stream().sorted().map(String::valueOf).toList()));
  }

  /** A multiple of 0.5. */
  double halves(String key, double least, double most) {
    double value = values.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
    check(
        value >= least && value <= most && value * 2 == Math.rint(value * 2),
        key,
        "a number from %s to %s in steps of 0.5".formatted(least, most));
    return value;
  }

  boolean flag(String key) {
    return require(key, values.get(key) instanceof Boolean flag ? flag : null, "true or false");
  }

  /** A list of texts without duplicates. */
  List<String> texts(String key, Predicate<String> test, String allowed) {
    if (values.get(key) instanceof List<?> items
        && items.stream().allMatch(item -> item instanceof String text && test.test(text))
        && items.stream().distinct().count() == items.size()) {
      return items.stream().map(String::valueOf).toList();
    }
    throw invalid(key, "a list of " + allowed + ", without duplicates");
  }

  /** A text, or a list of at least one text without duplicates. */
  List<String> oneOrMore(String key, Predicate<String> test, String allowed) {
    if (!(values.get(key) instanceof List<?> items)) {
      return List.of(text(key, test, allowed + ", or a list of such texts"));
    }
    check(!items.isEmpty(), key, "a list of at least one text");
    return texts(key, test, allowed);
  }

  /** A mapping whose keys the user chooses. */
  Map<String, String> entries(
      String key,
      Predicate<String> keyTest,
      String keyAllowed,
      Predicate<String> test,
      String allowed) {
    if (!(values.get(key) instanceof Map<?, ?> mapping) || mapping.isEmpty()) {
      throw invalid(key, "a mapping of " + keyAllowed + " to " + allowed);
    }
    ConfigSection below = new ConfigSection(file, at(key), mapping);
    Map<String, String> entries = new LinkedHashMap<>();
    for (Object name : mapping.keySet()) {
      if (!(name instanceof String text) || !keyTest.test(text)) {
        throw new InvalidConfigException(
            "%s: %s is not allowed as a key; it must be %s"
                .formatted(file, below.at(String.valueOf(name)), keyAllowed));
      }
      entries.put(text, below.text(text, test, allowed));
    }
    return entries;
  }

  /** Fails if a condition does not hold, such as one between two settings. */
  void check(boolean condition, String key, String allowed) {
    if (!condition) {
      throw invalid(key, allowed);
    }
  }

  boolean isNull(String key) {
    return values.get(key) == null;
  }

  private <T> T require(String key, @Nullable T value, String allowed) {
    if (value == null) {
      throw invalid(key, allowed);
    }
    return value;
  }

  private InvalidConfigException invalid(String key, String allowed) {
    Object value = values.get(key);
    String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    return new InvalidConfigException(
        "%s: %s is %s; it must be %s".formatted(file, at(key), shown, allowed));
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
