package com.globant.hiring.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Writes settings files, and reads the messages of those that are refused. */
abstract class SettingsFixture {
  final Path directory;

  SettingsFixture(@TempDir Path directory) {
    this.directory = directory;
  }

  List<String> schemas(String yaml) throws IOException {
    return Settings.read(file(yaml), Map.of()).database().schemas();
  }

  static String refusal(@Nullable Path file, Map<String, String> environment) {
    assertThatThrownBy(() -> Settings.read(file, environment)).isInstanceOf(SettingsRefused.class);
    return String.valueOf(
        catchThrowableOfType(SettingsRefused.class, () -> Settings.read(file, environment))
            .getMessage());
  }

  Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("settings.yaml"), yaml);
  }
}
