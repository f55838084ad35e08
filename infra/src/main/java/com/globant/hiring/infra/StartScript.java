package com.globant.hiring.infra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The start script of an instance: {@code user-data.sh}, in which {@code @FILE name@} is replaced
 * by another file of the same directory and {@code @NAME@} by a value.
 */
final class StartScript {
  private static final Pattern FILE = Pattern.compile("@FILE ([a-z.-]+)@\n");
  private static final Pattern NAME = Pattern.compile("@([A-Z_]+)@");

  /** CDK tokens, and characters without a meaning in shell scripts and systemd units. */
  private static final Pattern SAFE =
      Pattern.compile("(\\$\\{Token\\[[A-Za-z0-9_.-]+]}|[A-Za-z0-9:/_.@,+=-])*");

  private StartScript() {}

  /**
   * Renders the script.
   *
   * @param container whether the service runs as a container rather than as a jar
   * @param values by the names that the files use; they may be CDK tokens. The settings of loads on
   *     Spark are left out if their values are not there
   * @throws IllegalArgumentException if a value has other than safe characters
   */
  static String render(boolean container, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("RUNTIME", container ? "container" : "jar");
    all.put("PACKAGE", container ? "docker" : "java-17-amazon-corretto-headless");
    UnaryOperator<String> value = name -> safe(name, Objects.requireNonNull(all.get(name), name));
    String frame =
        resource("/instance/user-data.sh")
            .replace("@RUNTIME@", value.apply("RUNTIME"))
            .replace(
                "@FILE bulk.env@\n",
                values.containsKey("BULK_APPLICATION") ? "@FILE bulk.env@\n" : "");
    String script = replace(FILE, frame, name -> resource("/instance/" + name));
    return replace(NAME, script, value);
  }

  private static String safe(String name, String value) {
    if (!SAFE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s is '%s'; letters, digits and : / _ . , @ + = - are allowed".formatted(name, value));
    }
    return value;
  }

  private static String replace(Pattern pattern, String text, UnaryOperator<String> replacement) {
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match.group(1))));
  }

  /**
   * The text of a file in the jar.
   *
   * @param name absolute
   */
  static String resource(String name) {
    try (InputStream in = StartScript.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
