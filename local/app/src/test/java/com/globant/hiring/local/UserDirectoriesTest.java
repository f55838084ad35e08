package com.globant.hiring.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserDirectoriesTest {

  @Test
  void theHomeDirectoryComesFromTheEnvironment() {
    assertThat(UserDirectories.data(Map.of("HOME", "/home/ana")).startsWith("/home/ana")).isTrue();
    assertThat(UserDirectories.data(Map.of()).startsWith(System.getProperty("user.home"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, '', '', /home/ana/.local/share/hiring",
    "Linux, XDG_DATA_HOME, /data, /data/hiring",
    "Linux, XDG_DATA_HOME, relative, /home/ana/.local/share/hiring",
    "Mac OS X, XDG_DATA_HOME, /data, /home/ana/Library/Application Support/hiring",
    "Windows 11, '', '', /home/ana/AppData/Local/hiring",
    "Windows 11, LOCALAPPDATA, /local, /local/hiring",
  })
  void everySystemHasItsDataDirectory(
      String system, String variable, String value, String directory) {
    assertThat(UserDirectories.data(Map.of(variable, value), system, Path.of("/home/ana")))
        .isEqualTo(Path.of(directory));
  }
}
