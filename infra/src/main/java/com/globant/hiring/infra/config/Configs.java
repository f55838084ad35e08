package com.globant.hiring.infra.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The validated content of {@code configs.yaml}.
 *
 * @param tags of every resource, in the order of the file
 * @param production stacks of production with the overrides applied; null if the pipeline has no
 *     production
 */
public record Configs(
    EnvironmentConfig environment,
    Map<String, String> tags,
    StacksConfig stacks,
    @Nullable StacksConfig production) {
  private static final Predicate<String> TAG =
      Pattern.compile("(?!aws:)[\\p{L}\\p{N} _.:/=+@-]{1,128}").asMatchPredicate();
  private static final Predicate<String> TAG_VALUE =
      Pattern.compile("[\\p{L}\\p{N} _.:/=+@-]{0,256}").asMatchPredicate();

  /**
   * Reads the file.
   *
   * @throws InvalidConfigException if the file is missing or invalid, with the first fault
   */
  public static Configs read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new InvalidConfigException(
          "%s cannot be read (%s); it must be a YAML file of Environment, Tags, Stacks and Production"
              .formatted(file, e));
    }
    return parse(file.toString(), text);
  }

  /**
   * @param file name of the file, for messages
   */
  static Configs parse(String file, String text) {
    ConfigSection root = ConfigSection.root(file, load(file, text), Configs.class, Names::pascal);
    EnvironmentConfig environment = EnvironmentConfig.of(root);
    Map<String, String> tags =
        root.entries(
            "Tags",
            TAG,
            "1 to 128 letters, digits, blanks and _ . : / = + @ -, not starting with aws:",
            TAG_VALUE,
            "a text (a number in quotes) of at most 256 letters, digits, blanks and _ . : / = + @ -");
    StacksConfig stacks = StacksConfig.of(root, environment);
    return new Configs(
        environment, tags, stacks, StacksConfig.production(root, environment, stacks));
  }

  private static @Nullable Object load(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      return new Yaml(new SafeConstructor(options)).load(text);
    } catch (YAMLException e) {
      throw new InvalidConfigException("%s is no valid YAML: %s".formatted(file, e.getMessage()));
    }
  }

  /** The configuration of production; empty if the pipeline has no production. */
  public Optional<Configs> forProduction() {
    return Optional.ofNullable(production)
        .map(
            changed -> new Configs(stacks.pipeline().production(environment), tags, changed, null));
  }

  /** First part of resource names, such as {@code hiring-dev}. */
  public String prefix() {
    return environment.projectName() + "-" + environment.name();
  }
}
