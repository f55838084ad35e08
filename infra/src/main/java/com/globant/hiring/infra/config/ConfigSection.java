package com.globant.hiring.infra.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.services.ec2.InstanceType;

/**
 * One mapping of the file, which has the keys of a record's components and no others.
 *
 * <p>All that is wrong ends in {@link ConfigsRefused}.
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
   * @param node what the file holds
   * @param shape record whose components, as {@code naming} writes them, are the keys
   */
  static ConfigSection root(
      String file,
      @Nullable Object node,
      Class<? extends Record> shape,
      UnaryOperator<String> naming) {
    return of(file, "", node, keys(shape, naming));
  }

  /** A mapping below this one. */
  ConfigSection section(String key, Class<? extends Record> shape, UnaryOperator<String> naming) {
    return of(file, at(key), values.get(key), keys(shape, naming));
  }

  /**
   * A mapping below this one, with the values that another mapping below it has in their place.
   *
   * @param changes the key of the other mapping, which names sections and those of their keys that
   *     differ, and may be null; messages name it
   * @param fixed sections that must not be changed
   */
  ConfigSection changed(
      String key,
      String changes,
      Class<? extends Record> shape,
      UnaryOperator<String> naming,
      Set<String> fixed) {
    Map<Object, Object> merged = new LinkedHashMap<>(mapping(key, "sections"));
    ConfigSection sections =
        new ConfigSection(file, at(changes), mapping(changes, "sections of " + key));
    for (Object name : sections.values.keySet()) {
      check(!fixed.contains(name), changes, "without " + name + ", of which there is only one");
      Map<Object, Object> section = new LinkedHashMap<>();
      if (merged.get(name) instanceof Map<?, ?> before) {
        section.putAll(before);
      }
      section.putAll(sections.mapping(String.valueOf(name), "keys of " + key + "." + name));
      merged.put(name, section);
    }
    return of(file, at(changes), merged, keys(shape, naming));
  }

  private Map<?, ?> mapping(String key, String of) {
    if (isNull(key)) {
      return Map.of();
    }
    if (values.get(key) instanceof Map<?, ?> mapping) {
      return mapping;
    }
    throw refused(key, "a mapping of " + of + " to other values, or null");
  }

  private static ConfigSection of(
      String file, String path, @Nullable Object node, List<String> keys) {
    String allowed = String.join(", ", keys);
    String place = path.isEmpty() ? "the file" : path;
    if (!(node instanceof Map<?, ?> values)) {
      throw new ConfigsRefused(
          "%s: %s must be a mapping with the keys: %s".formatted(file, place, allowed));
    }
    ConfigSection section = new ConfigSection(file, path, values);
    for (Object key : values.keySet()) {
      if (!keys.contains(String.valueOf(key))) {
        throw new ConfigsRefused(
            "%s: %s is not known; allowed in %s: %s"
                .formatted(file, section.at(String.valueOf(key)), place, allowed));
      }
    }
    for (String key : keys) {
      if (!values.containsKey(key)) {
        throw new ConfigsRefused(
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

  String text(String key, Pattern pattern, String allowed) {
    Object value = values.get(key);
    if (value instanceof String text && pattern.matcher(text).matches()) {
      return text;
    }
    throw refused(key, allowed);
  }

  @Nullable String optionalText(String key, Pattern pattern, String allowed) {
    return isNull(key) ? null : text(key, pattern, allowed + ", or null");
  }

  /**
   * The ARN of something that is where the stacks go.
   *
   * @param service pattern of the service's name
   * @param resource pattern of what follows the account
   */
  @Nullable String optionalArn(
      String key, String service, String resource, String allowed, EnvironmentConfig place) {
    if (isNull(key)) {
      return null;
    }
    String arn =
        text(
            key,
            Pattern.compile("arn:aws[a-z-]*:%s:[a-z0-9-]+:\\d{12}:%s".formatted(service, resource)),
            allowed + ", or null");
    List<String> parts = List.of(arn.split(":", 6));
    check(
        parts.get(3).equals(place.region()) && parts.get(4).equals(place.account()),
        key,
        "%s in the account %s and the region %s, where the stack goes"
            .formatted(allowed, place.account(), place.region()));
    return arn;
  }

  /** A type of instances that EC2 has. */
  String instanceType(String key, String allowed, Predicate<InstanceType> fits) {
    if (values.get(key) instanceof String text && InstanceTypes.has(text, fits)) {
      return text;
    }
    throw refused(key, allowed);
  }

  String word(String key, List<String> words) {
    Object value = values.get(key);
    if (value instanceof String text && words.contains(text)) {
      return text;
    }
    throw refused(key, "one of " + String.join(", ", words));
  }

  int integer(String key, int least, int most) {
    return integer(key, least, most, "a whole number from %d to %d".formatted(least, most));
  }

  @Nullable Integer optionalInteger(String key, int least, int most) {
    return isNull(key)
        ? null
        : integer(key, least, most, "a whole number from %d to %d, or null".formatted(least, most));
  }

  private int integer(String key, int least, int most, String allowed) {
    if (values.get(key) instanceof Integer number && number >= least && number <= most) {
      return number;
    }
    throw refused(key, allowed);
  }

  int integer(String key, Set<Integer> among) {
    if (values.get(key) instanceof Integer number && among.contains(number)) {
      return number;
    }
    throw refused(
        key, "one of " + String.join(", ", among.stream().sorted().map(String::valueOf).toList()));
  }

  /** A number in steps of a half. */
  double halves(String key, double least, double most) {
    if (values.get(key) instanceof Number number) {
      double value = number.doubleValue();
      if (value >= least && value <= most && value * 2 == Math.rint(value * 2)) {
        return value;
      }
    }
    throw refused(key, "a number from %s to %s in steps of 0.5".formatted(least, most));
  }

  boolean flag(String key) {
    if (values.get(key) instanceof Boolean flag) {
      return flag;
    }
    throw refused(key, "true or false");
  }

  /** A list of texts, none of them twice. */
  List<String> texts(String key, Pattern pattern, String allowed) {
    if (values.get(key) instanceof List<?> items
        && items.stream()
            .allMatch(item -> item instanceof String text && pattern.matcher(text).matches())
        && items.stream().distinct().count() == items.size()) {
      return items.stream().map(String::valueOf).toList();
    }
    throw refused(key, "a list of " + allowed + ", none twice");
  }

  /** All entries of a mapping that has no keys of its own. */
  Map<String, String> entries(
      String key, Pattern keyPattern, String keyAllowed, Pattern pattern, String allowed) {
    if (!(values.get(key) instanceof Map<?, ?> mapping) || mapping.isEmpty()) {
      throw refused(key, "a mapping of " + keyAllowed + " to " + allowed);
    }
    ConfigSection below = new ConfigSection(file, at(key), mapping);
    Map<String, String> entries = new LinkedHashMap<>();
    for (Object name : mapping.keySet()) {
      if (!(name instanceof String text) || !keyPattern.matcher(text).matches()) {
        throw new ConfigsRefused(
            "%s: %s is not allowed as a key; it must be %s"
                .formatted(file, below.at(String.valueOf(name)), keyAllowed));
      }
      entries.put(text, below.text(text, pattern, allowed));
    }
    return entries;
  }

  /** Refuses a value that does not fit another setting. */
  void check(boolean fine, String key, String allowed) {
    if (!fine) {
      throw refused(key, allowed);
    }
  }

  boolean isNull(String key) {
    return values.get(key) == null;
  }

  private ConfigsRefused refused(String key, String allowed) {
    Object value = values.get(key);
    String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    return new ConfigsRefused(
        "%s: %s is %s; it must be %s".formatted(file, at(key), shown, allowed));
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
