package com.globant.hiring.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_X64",
    "Mac OS X, aarch64, MACOS_ARM64",
    "Windows 11, amd64, WINDOWS_X64"
  })
  void supportedPlatformsAreRecognised(String os, String architecture, Platform expected) {
    assertThat(Platform.of(os, architecture)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"Linux, aarch64", "Mac OS X, x86_64", "Windows 11, aarch64", "SunOS, amd64"})
  void otherPlatformsGetAdvice(String os, String architecture) {
    assertThatIllegalStateException()
        .isThrownBy(() -> Platform.of(os, architecture))
        .withMessageContaining("no embedded database for this platform")
        .withMessageContaining(os)
        .withMessageContaining(architecture)
        .withMessageContaining("database.host");
  }

  @Test
  void theServerProgramComesFirst() {
    for (Platform platform : Platform.values()) {
      assertThat(platform.programs().get(0)).containsPattern("(mariadbd|mysqld)");
    }
  }
}
