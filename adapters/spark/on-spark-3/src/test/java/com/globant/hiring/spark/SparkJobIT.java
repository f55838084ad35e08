package com.globant.hiring.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job does what the service does in process, and does it once. */
class SparkJobIT {
  private static final Table HIRES = HiringTables.HIRED_EMPLOYEES;

  private final Path folder;
  private final List<SparkLoad> loads = new ArrayList<>();

  SparkJobIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void dropSchemas() {
    loads.forEach(SparkLoad::drop);
  }

  private SparkLoad load(Table table, Consumer<ObjectNode> settings) {
    SparkLoad load = new SparkLoad(table, folder, settings);
    loads.add(load);
    return load;
  }

  /** A load of hires whose departments and jobs are there. */
  private SparkLoad hires(Consumer<ObjectNode> settings) {
    SparkLoad load = load(HIRES, settings);
    String values =
        IntStream.rangeClosed(1, HireFiles.DEPARTMENTS)
            .mapToObj("(%d, 'x')"::formatted)
            .collect(Collectors.joining(", "));
    load.database.execute(
        "INSERT INTO %1$s.departments VALUES %2$s; INSERT INTO %1$s.jobs VALUES %2$s"
            .formatted(load.schema, values));
    return load;
  }

  private static Map<ForeignKey, KeySet> references() {
    Map<ForeignKey, KeySet> references = new HashMap<>();
    HIRES
        .foreignKeys()
        .forEach(
            key ->
                references.put(
                    key, id -> (Integer) id >= 1 && (Integer) id <= HireFiles.DEPARTMENTS));
    return references;
  }

  private static Map<String, byte[]> files(long seed) {
    Random random = new Random(seed);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a.csv", HireFiles.hires(random, 300, 5_000, "\n", false));
    files.put("b.csv", HireFiles.hires(random, 200, 5_000, "\r\n", true));
    files.put("c.csv.gz", HireFiles.gzip(HireFiles.hires(random, 200, 5_000, "\r", false)));
    byte[] marked = HireFiles.hires(random, 100, 400, "\n", true);
    files.put("d.csv", ("\uFEFF" + new String(marked, UTF_8)).getBytes(UTF_8));
    files.put("e.csv", new byte[0]);
    return files;
  }

  private static byte[] plain(String name, byte[] content) throws Exception {
    return name.endsWith(".gz")
        ? new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(content))
            .readAllBytes()
        : content;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000000, 1000000, auto, reject",
    "2, 9001, 200, auto, reject",
    "3, 3001, 1000, sorted, reject",
    "4, 5003, 150, file, ignore"
  })
  void tableRefusedRowsAndCountsAreThoseOfTheService(
      long seed, long sliceBytes, long partRows, String order, String duplicates) throws Exception {
    SparkLoad load =
        hires(
            description ->
                description
                    .put("slice_bytes", sliceBytes)
                    .put("part_rows", partRows)
                    .put("order", order)
                    .put("on_duplicate", duplicates));
    Map<String, byte[]> files = files(seed);
    files.forEach(load::file);
    InProcess expected = new InProcess(load.request(), references());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      expected.file(file.getKey(), plain(file.getKey(), file.getValue()));
    }

    JsonNode result = load.run();

    assertThat(result.get("outcome").asText()).isEqualTo("loaded");
    assertThat(load.content()).containsExactlyInAnyOrderElementsOf(expected.rows());
    assertThat(load.refused(result)).isEqualTo(expected.refused());
    JsonNode counts = result.get("counts");
    assertThat(counts.get("read").asLong()).isEqualTo(expected.read).isGreaterThan(700);
    assertThat(counts.get("inserted").asLong()).isEqualTo(expected.rows().size());
    assertThat(counts.get("rejected").asLong()).isEqualTo(expected.rejected).isPositive();
    assertThat(counts.get("ignored").asLong()).isEqualTo(expected.ignored);
    assertThat(counts.get("incomplete").asLong()).isEqualTo(expected.incomplete).isPositive();
    assertThat(load.parts().stream().mapToLong(part -> Long.parseLong(part.get(1))).sum())
        .isEqualTo(expected.rows().size());
    assertThat(load.phase()).contains("written");
  }

  @Test
  void partsOfARunThatDiedAreNotWrittenAgain() throws Exception {
    SparkLoad load = hires(description -> description.put("part_rows", 40));
    files(5).forEach(load::file);
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
    files(6).forEach(load::file);
    InProcess expected = new InProcess(load.request(), references());
    for (Map.Entry<String, byte[]> file : files(6).entrySet()) {
      expected.file(file.getKey(), plain(file.getKey(), file.getValue()));
    }

    JsonNode result = load.run();

    assertThat(result.get("outcome").asText()).isEqualTo("validated");
    assertThat(result.get("counts").get("inserted").asLong()).isEqualTo(expected.rows().size());
    assertThat(load.refused(result)).isEqualTo(expected.refused());
    assertThat(load.content()).isEmpty();
    assertThat(load.parts()).isEmpty();
  }

  @Test
  void aCancelledRunWritesNothing() {
    SparkLoad load = hires(description -> {});
    files(7).forEach(load::file);
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
    load.append("a.csv", "2,b,2021-01-01T00:00:00Z,1,1\n");

    JsonNode result = load.run();

    assertThat(result.get("outcome").asText()).isEqualTo("refused");
    assertThat(result.get("code").asText()).isEqualTo("source_changed");
    assertThat(result.get("detail").asText()).startsWith("a.csv: it was replaced since");
    assertThat(load.content()).isEmpty();
  }

  @Test
  void whatTheJobCannotDoFailsTheRunAtOnce() {
    SparkLoad load =
        hires(description -> description.put("on_duplicate", "update").put("append", true));
    load.file("a.csv", "1,a,2021-01-01T00:00:00Z,1,1\n");

    assertThatThrownBy(load::run).hasMessageContaining("let the service read the source itself");
  }
}
