package com.globant.hiring.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  private final List<String> warnings = new ArrayList<>();

  private RunState of(String identity) {
    return RunState.of(directory, identity, warnings::add);
  }

  private Path kept() throws IOException {
    try (var files = Files.list(directory.resolve("loads"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void theSameLoadHasTheSameKeyUntilItIsForgotten() {
    RunState first = of("jobs a.csv");
    RunState again = of("jobs a.csv");

    assertThat(first.begunAt()).isNull();
    assertThat(again.begunAt()).isNotNull();
    assertThat(again.key()).isEqualTo(first.key());

    again.remove();
    RunState later = of("jobs a.csv");
    assertThat(later.begunAt()).isNull();
    assertThat(later.key()).isNotEqualTo(first.key());
    assertThat(warnings).isEmpty();
  }

  @Test
  void anotherLoadHasAnotherKey() {
    assertThat(of("jobs a.csv").key()).isNotEqualTo(of("jobs b.csv").key());
  }

  @Test
  void keysThatTheServiceHasForgottenAreNotUsed() throws IOException {
    RunState first = of("jobs a.csv");
    Files.setLastModifiedTime(kept(), FileTime.from(Instant.now().minus(Duration.ofDays(8))));

    RunState later = of("jobs a.csv");

    assertThat(later.begunAt()).isNull();
    assertThat(later.key()).isNotEqualTo(first.key());
    assertThat(warnings).singleElement().asString().contains("hiring loads");
  }

  @Test
  void aFileThatWasCutByACrashIsReplaced() throws IOException {
    of("jobs a.csv");
    Files.writeString(kept(), "1234");

    assertThat(of("jobs a.csv").key()).hasSize(36);
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsReported() throws IOException {
    Files.createFile(directory.resolve("loads"));

    assertThat(of("jobs a.csv").key()).isNotEmpty();

    assertThat(warnings).singleElement().asString().contains("cannot keep");
  }
}
