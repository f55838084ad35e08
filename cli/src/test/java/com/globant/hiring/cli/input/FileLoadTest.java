package com.globant.hiring.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLoadTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(directory.resolve("deep/er"));
    for (String name : List.of("b.csv", "a.csv", "c.txt", "odd[1].csv", "deep/er/d.csv.gz")) {
      Files.createFile(directory.resolve(name));
    }
  }

  private List<String> names(String... arguments) {
    return FileLoad.of(List.of(arguments), false).stream()
        .map(load -> load.table() + " " + directory.relativize(Path.of(load.name())))
        .map(text -> text.replace('\\', '/'))
        .toList();
  }

  private String path(String name) {
    return directory + "/" + name;
  }

  @Test
  void patternsAreFilesInAlphabeticalOrder() {
    assertThat(names("jobs", path("?.csv"))).containsExactly("jobs a.csv", "jobs b.csv");
    assertThat(names("jobs", path("{c,a}.*"))).containsExactly("jobs a.csv", "jobs c.txt");
    assertThat(names("jobs", path("**/*.gz"))).containsExactly("jobs deep/er/d.csv.gz");
    assertThat(names("jobs", path("d*/*/*"))).containsExactly("jobs deep/er/d.csv.gz");
  }

  @Test
  void aFileWhoseNameLooksLikeAPatternIsThatFile() {
    assertThat(names("jobs", path("odd[1].csv"))).containsExactly("jobs odd[1].csv");
  }

  @Test
  void eachFileMayHaveItsTable() {
    assertThat(names("jobs=" + path("a.csv"), "departments=" + path("b.csv")))
        .containsExactly("jobs a.csv", "departments b.csv");
  }

  @Test
  void tablesMayBeThoseThatFilesAreNamedAfter() {
    assertThat(FileLoad.of(List.of(path("?.*"), path("deep/er/d.csv.gz")), true))
        .extracting(FileLoad::table)
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void aDashIsStandardInput() {
    assertThat(FileLoad.of(List.of("jobs", "-"), false))
        .containsExactly(new FileLoad("jobs", null, null));
    assertThatThrownBy(() -> FileLoad.of(List.of("jobs", "-", "-"), false))
        .isInstanceOf(WrongUse.class);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> names("jobs", path("none.csv"))).hasMessageContaining("none.csv");
    assertThatThrownBy(() -> names("jobs", path("none*"))).hasMessageContaining("none*");
    assertThatThrownBy(() -> names("jobs", path("no/where*"))).hasMessageContaining("no/where*");
    assertThatThrownBy(() -> names("jobs", directory.toString())).isInstanceOf(WrongUse.class);
    assertThatThrownBy(() -> names("jobs")).isInstanceOf(WrongUse.class);
    assertThatThrownBy(() -> names("a=" + path("a.csv"), "b")).isInstanceOf(WrongUse.class);
  }
}
