package com.globant.hiring.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferenceOrderTest {
  private static final Map<String, Set<String>> REFERENCES =
      Map.of(
          "hires", Set.of("jobs", "departments"),
          "jobs", Set.of("families"),
          "people", Set.of("people"),
          "one", Set.of("other"),
          "other", Set.of("one"));

  @Test
  void tablesFollowThoseThatTheyReference() {
    assertThat(ordered("hires", "jobs", "departments", "families"))
        .containsExactly("families", "jobs", "departments", "hires")
        .isEqualTo(ordered("hires", "jobs", "departments", "families"));
  }

  @Test
  void filesOfATableStayTogetherInTheirOrder() {
    assertThat(
            ReferenceOrder.of(
                List.of(load("jobs", "b"), load("families", "x"), load("jobs", "a")),
                table -> REFERENCES.getOrDefault(table, Set.of())))
        .containsExactly(load("families", "x"), load("jobs", "b"), load("jobs", "a"));
  }

  @Test
  void aCircleEnds() {
    assertThat(ordered("one", "other", "people")).containsExactly("other", "one", "people");
  }

  @Test
  void theReferencesOfASingleTableAreNotRead() {
    List<FileLoad> loads = List.of(load("jobs", "b"), load("jobs", "a"));
    assertThat(
            ReferenceOrder.of(
                loads,
                table -> {
                  throw new AssertionError(table);
                }))
        .isEqualTo(loads);
  }

  private static List<String> ordered(String... tables) {
    return ReferenceOrder.of(
            Stream.of(tables).map(table -> load(table, table)).toList(),
            table ->
                new java.util.TreeSet<>(REFERENCES.getOrDefault(table, Set.of())).descendingSet())
        .stream()
        .map(FileLoad::table)
        .toList();
  }

  private static FileLoad load(String table, String file) {
    return new FileLoad(table, Path.of(file), null);
  }
}
