package com.globant.hiring.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job does what the service does in process, and does it once. */
class SparkJobIT extends SparkLoads {
  SparkJobIT(@TempDir Path folder) {
    super(folder);
  }

  /** A load of hires whose departments and jobs are there. */
  private SparkLoad hires(Consumer<ObjectNode> settings) {
    SparkLoad load = load(HireFiles.HIRES, settings);
    HireFiles.addReferenced(load);
    return load;
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, 1000000, 1000000, auto, reject",
    "2, false, 9001, 200, auto, reject",
    "3, false, 3001, 1000, sorted, reject",
    "4, false, 5003, 150, file, ignore",
    "5, true, 257, 120, auto, reject",
    "6, true, 1000000, 400, file, reject"
  })
  void tableRefusedRowsAndCountsAreThoseOfTheService(
      long seed, boolean oneFile, long sliceBytes, long partRows, String order, String duplicates)
      throws Exception {
    SparkLoad load =
        hires(
            description ->
                description
                    .put("slice_bytes", sliceBytes)
                    .put("part_rows", partRows)
                    .put("order", order)
                    .put("on_duplicate", duplicates));
    Map<String, byte[]> files = oneFile ? HireFiles.one(seed) : HireFiles.of(seed);
    files.forEach(load::file);
    InProcess expected = HireFiles.inProcess(load, files);
    if (duplicates.equals("reject")) {
      assertThat(expected.codes).isEqualTo(HireFiles.CODES);
    }

    JsonNode result = load.run();

    expected.assertLike(load, result, "hires");
    assertThat(expected.read).isGreaterThan(700);
    assertThat(expected.rejected).isPositive();
    assertThat(expected.incomplete).isPositive();
    assertThat(load.parts().stream().mapToLong(part -> Long.parseLong(part.get(1))).sum())
        .isEqualTo(expected.rows().size());
    assertThat(HireFiles.sum(load.parts())).isEqualTo(HireFiles.counts(expected.rows()));
    assertThat(load.phase()).contains("written");
  }

  @Test
  void partsOfARunThatDiedAreNotWrittenAgain() throws Exception {
    SparkLoad load = hires(description -> description.put("part_rows", 40));
    HireFiles.of(5).forEach(load::file);
    JsonNode first = load.run();
    List<List<Object>> content = load.content();
    // As if the run had died before these parts, which are ranges of keys.
    List<Long> sizes = load.parts().stream().map(part -> Long.parseLong(part.get(1))).toList();
    for (int part : List.of(1, 3)) {
      long before = sizes.subList(0, part).stream().mapToLong(Long::longValue).sum();
      load.database.execute(
          "DELETE FROM %1$s.load_parts WHERE part = %2$d; DELETE FROM %3$s.%4$s WHERE id IN (%5$s)"
              .formatted(
                  load.service,
                  part,
                  load.schema,
                  load.target(),
                  content.subList((int) before, (int) (before + sizes.get(part))).stream()
                      .map(row -> String.valueOf(row.get(0)))
                      .collect(Collectors.joining(", "))));
    }
    int left = load.parts().size();
    assertThat(load.content()).hasSize((int) (content.size() - sizes.get(1) - sizes.get(3)));

    JsonNode second = load.run();

    assertThat(load.content()).containsExactlyInAnyOrderElementsOf(content);
    assertThat(load.parts()).hasSize(left + 2);
    assertThat(second).isEqualTo(first);
  }

  @Test
  void keysOfTheTableAreRefusedInAnAppend() throws Exception {
    SparkLoad load = hires(description -> description.put("append", true));
    load.database.execute(
        "INSERT INTO %s.hired_employees (id, name) VALUES (2, 'old')".formatted(load.schema));
    load.file("a.csv", "1,a,2021-01-01T00:00:00Z,1,1\n2,b,2021-01-01T00:00:00Z,1,1\n");

    JsonNode result = load.run();

    assertThat(load.content()).extracting(row -> row.get(0)).containsExactly(1);
    assertThat(load.refused(result)).startsWith("a.csv,2,id,duplicate_key,");
    assertThat(load.parts()).hasSize(1);
    assertThat(load.parts().get(0).get(3)).isEqualTo("[[2021,1,1,1,0,0,0]]");
  }

  @Test
  void theRefusedRowThatIsOneTooManyIsTheLastThatIsKept() throws Exception {
    SparkLoad load = hires(description -> description.put("max_errors", 1));
    load.file("a.csv", "1,a,2021-01-01T00:00:00Z,1,1\nx\n").file("b.csv", "y\nz\n");

    JsonNode result = load.run();

    assertThat(result.get("outcome").asText()).isEqualTo("refused");
    assertThat(result.get("code").asText()).isEqualTo("too_many_errors");
    assertThat(result.get("detail").asText())
        .startsWith("b.csv, line 1: ")
        .contains("that is one refused row more than the 1 that are allowed");
    assertThat(load.refused(result).split("\r\n")).hasSize(2);
    assertThat(load.content()).isEmpty();
  }

  @Test
  void theFirstRefusedRowEndsALoadThatAbortsOnErrors() throws Exception {
    SparkLoad load = hires(description -> description.put("abort_on_error", true));
    load.file("a.csv", "1,a,2021-01-01T00:00:00Z,1,1\nx\ny\n");

    JsonNode result = load.run();

    assertThat(result.get("code").asText()).isEqualTo("aborted_on_error");
    assertThat(result.get("errors")).hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadRefusesTheLoad() throws Exception {
    SparkLoad load = hires(description -> description.put("slice_bytes", 12));
    load.file("a.csv", "1,a,2021-01-01T00:00:00Z,1,1\n").file("b.csv", "id,nonsense\n1,2\n");

    JsonNode result = load.run();

    assertThat(result.get("code").asText()).isEqualTo("unknown_column");
    assertThat(result.get("detail").asText()).startsWith("b.csv: ").contains("nonsense");
    assertThat(load.content()).isEmpty();
  }

  @Test
  void noAcceptedRowRefusesTheLoad() throws Exception {
    SparkLoad load = hires(description -> {});
    load.file("a.csv", "x\ny\n");

    JsonNode result = load.run();

    assertThat(result.get("code").asText()).isEqualTo("no_rows_accepted");
    assertThat(load.refused(result).split("\r\n")).hasSize(2);
  }

  @Test
  void aDryRunWritesNoRow() throws Exception {
    SparkLoad load = hires(description -> description.put("dry_run", true).putNull("target"));
    HireFiles.of(6).forEach(load::file);
    InProcess expected = HireFiles.inProcess(load, HireFiles.of(6));

    JsonNode result = load.run();

    assertThat(result.get("outcome").asText()).isEqualTo("validated");
    assertThat(result.get("reports").get("hires").asText())
        .isEqualTo(HireFiles.counts(expected.rows()));
    assertThat(result.get("counts").get("inserted").asLong()).isEqualTo(expected.rows().size());
    assertThat(load.refused(result)).isEqualTo(expected.refused());
    assertThat(load.content()).isEmpty();
    assertThat(load.parts()).isEmpty();
  }

  @Test
  void aCancelledRunWritesNothing() {
    SparkLoad load = hires(description -> {});
    HireFiles.of(7).forEach(load::file);
    load.cancel();

    assertThatThrownBy(load::run)
        .isInstanceOf(RuntimeException.class)
        .hasMessageContaining("cancelled");
    assertThat(load.content()).isEmpty();
  }

  @Test
  void aFileThatHasChangedRefusesTheLoad() throws Exception {
    SparkLoad load = hires(description -> {});
    load.file("a.csv", "1,a,2021-01-01T00:00:00Z,1,1\n");
    load.write(
        "a.csv", "1,a,2021-01-01T00:00:00Z,1,1\n2,b,2021-01-01T00:00:00Z,1,1\n".getBytes(UTF_8));

    JsonNode result = load.run();

    assertThat(result.get("outcome").asText()).isEqualTo("refused");
    assertThat(result.get("code").asText()).isEqualTo("source_changed");
    assertThat(result.get("detail").asText()).startsWith("a.csv: it was replaced since");
    assertThat(load.content()).isEmpty();
  }

  /** The check has accepted the file, and the second reading finds another one. */
  @Test
  void aFileThatChangesBetweenTheReadingsRefusesTheLoad() throws Exception {
    SparkLoad load = hires(description -> description.put("order", "file"));
    load.file("a.csv", "1,a,2021-01-01T00:00:00Z,1,1\n")
        .file("b.csv", "2,b,2021-01-01T00:00:00Z,1,1\n");
    try (Gate gate = Gate.beforePart(load, 0);
        Gate other = Gate.beforePart(load, 1)) {
      // Two tasks wait at their parts, and the third has not begun.
      load.file("c.csv", "3,c,2021-01-01T00:00:00Z,1,1\n");
      CompletableFuture<JsonNode> running = CompletableFuture.supplyAsync(() -> ran(load));
      Eventually.until("two parts wait", () -> gate.waiting().size() == 2 || running.isDone());
      load.write("c.csv", "3,other,2021-01-01T00:00:00Z,1,1\n".getBytes(UTF_8));
      gate.open();
      other.open();

      JsonNode result = running.join();

      assertThat(result.get("outcome").asText()).isEqualTo("refused");
      assertThat(result.get("code").asText()).isEqualTo("source_changed");
      assertThat(result.get("detail").asText()).startsWith("c.csv: it was replaced since");
    }
  }

  private static JsonNode ran(SparkLoad load) {
    try {
      return load.run();
    } catch (IOException | SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void whatTheJobCannotDoFailsTheRunAtOnce() {
    SparkLoad load =
        load(KeysIT.people(), description -> description.put("on_duplicate", "update"));
    load.file("a.csv", "1,a,1,1\n");

    assertThatThrownBy(load::run).hasMessageContaining("let the service read the source itself");
  }
}
