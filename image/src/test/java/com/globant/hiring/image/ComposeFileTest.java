package com.globant.hiring.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What {@code compose.yaml} says has to fit the image and the service. */
class ComposeFileTest {
  private final Map<String, Object> compose = yaml(Path.of("compose.yaml"));
  private final Map<String, Object> hiring = map(map(compose, "services"), "hiring");

  @Test
  void runsTheImageOfThisVersion() {
    assertThat(hiring).containsEntry("image", "hiring:" + System.getProperty("project.version"));
  }

  @Test
  void setsOnlySettingsThatTheServiceHas() {
    Set<String> known = new HashSet<>();
    variables(yaml(Path.of("..", "config_files", "service.yaml")), "HIRING", known);

    assertThat(map(hiring, "environment").keySet())
        .isNotEmpty()
        .allSatisfy(variable -> assertThat(known).contains(variable));
  }

  @Test
  void hasNoPasswordOfItsOwn() {
    assertThat(map(hiring, "environment").get("HIRING_DATABASE_PASSWORD"))
        .asString()
        .startsWith("${HIRING_DATABASE_PASSWORD:?");
  }

  @Test
  void publishesPortsOnThisMachineOnly() {
    assertThat(map(compose, "services").values())
        .allSatisfy(
            service ->
                assertThat(((Map<?, ?>) service).get("ports"))
                    .satisfiesAnyOf(
                        ports -> assertThat(ports).isNull(),
                        ports ->
                            assertThat((List<?>) ports)
                                .allSatisfy(
                                    port -> assertThat((String) port).startsWith("127.0.0.1:"))));
  }

  private static void variables(Map<String, Object> section, String prefix, Set<String> names) {
    section.forEach(
        (key, value) -> {
          String name = prefix + "_" + key.toUpperCase(Locale.ROOT);
          names.add(name);
          if (value instanceof Map<?, ?>) {
            variables(map(section, key), name, names);
          }
        });
  }

  @SuppressWarnings("unchecked") // keys are texts in these files
  private static Map<String, Object> map(Map<String, Object> parent, String key) {
    return (Map<String, Object>) requireNonNull(parent.get(key), key);
  }

  private static Map<String, Object> yaml(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      return new Yaml().load(reader);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
