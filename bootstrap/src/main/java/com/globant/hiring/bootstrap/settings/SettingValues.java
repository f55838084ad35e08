package com.globant.hiring.bootstrap.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The value of every setting: the default, else that of the file, else that of the environment. The
 * defaults define which settings exist.
 */
public final class SettingValues {
  private static final String DEFAULTS = "/service.yaml";
  private static final String PREFIX = "HIRING_";

  /** Variables of the launcher script, of the client commands and of the tests. */
  private static final List<String> NO_SETTINGS =
      List.of(
          "HIRING_JAVA_OPTS",
          "HIRING_URL",
          "HIRING_PROFILE",
          "HIRING_API_KEY",
          "HIRING_TOKEN",
          "HIRING_TEST_");

  private final Map<String, SettingValue> values;
  private final List<String> problems;

  private SettingValues(Map<String, SettingValue> values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** The defaults alone. */
  static SettingValues defaults() {
    List<String> problems = new ArrayList<>();
    try (InputStream packaged = SettingValues.class.getResourceAsStream(DEFAULTS)) {
      Reader yaml = new InputStreamReader(Objects.requireNonNull(packaged), StandardCharsets.UTF_8);
      return new SettingValues(YamlSettings.read(yaml, DEFAULTS, problems), problems);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + DEFAULTS, e);
    }
  }

  /** Takes the values of a YAML file. */
  void readFile(Path file) {
    try {
      override(YamlSettings.read(Files.newBufferedReader(file), file.toString(), problems));
    } catch (IOException e) {
      problems.add("%s: cannot be read: %s".formatted(file, e));
    }
  }

  /** Takes the values of environment variables. */
  void readEnvironment(Map<String, String> environment) {
    Map<String, String> paths =
        values.keySet().stream().collect(Collectors.toMap(SettingValues::variable, path -> path));
    Map<String, SettingValue> found = new LinkedHashMap<>();
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              if (name.startsWith(PREFIX) && NO_SETTINGS.stream().noneMatch(name::startsWith)) {
                found.put(
                    paths.getOrDefault(name, name), value(text, "environment variable " + name));
              }
            });
    override(found);
  }

  /** A copy in which some texts are others; empty means null. */
  SettingValues with(Map<String, String> changes) {
    SettingValues copy = new SettingValues(new LinkedHashMap<>(values), new ArrayList<>());
    Map<String, SettingValue> found = new LinkedHashMap<>();
    changes.forEach((path, text) -> found.put(path, value(text, "set by the program")));
    copy.override(found);
    return copy;
  }

  private static SettingValue value(String text, String origin) {
    return new SettingValue(text.isEmpty() ? null : text, false, origin);
  }

  /** All paths, in the order of the defaults. */
  List<String> paths() {
    return List.copyOf(values.keySet());
  }

  SettingValue get(String path) {
    SettingValue value = values.get(path);
    if (value == null) {
      throw new IllegalArgumentException("No such setting: " + path);
    }
    return value;
  }

  /** Everything that is wrong; {@link SettingReader} adds to it. */
  List<String> problems() {
    return problems;
  }

  /** The environment variable of a setting. */
  static String variable(String path) {
    return PREFIX + path.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private void override(Map<String, SettingValue> found) {
    found.forEach(
        (path, value) -> {
          boolean emptySection = value.text() == null && isSection(path);
          if (values.replace(path, value) == null && !emptySection) {
            problems.add("%s (%s): no such setting%s".formatted(path, value.origin(), known(path)));
          }
        });
  }

  /** The settings next to an unknown one. */
  private String known(String unknown) {
    String section = unknown;
    while (!section.isEmpty() && !isSection(section)) {
      section = section.substring(0, Math.max(0, section.lastIndexOf('.')));
    }
    String prefix = section.isEmpty() ? "" : section + ".";
    return values.keySet().stream()
        .filter(path -> !prefix.isEmpty() && path.startsWith(prefix))
        .collect(Collectors.joining(", ", prefix.isEmpty() ? "" : "; there are ", ""));
  }

  private boolean isSection(String path) {
    return values.keySet().stream().anyMatch(known -> known.startsWith(path + "."));
  }
}
