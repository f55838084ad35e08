package com.globant.hiring.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.globant.hiring.datapackage.DataPackages;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.embedded.EmbeddedMariaDb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows are written once, whatever dies. Each test stops a run at a certain part, by a lock that the
 * part has to wait for, so that what is killed is at work.
 */
class ExactlyOnceIT {
  /** Parts of the first of the two files; the system property makes them more. */
  private static final int PARTS = Integer.getInteger("exactly-once.parts", 8);

  private static final int ROWS_OF_PART = 50;

  private static final Table TABLE =
      DataPackages.read(
              Map.of(
                  "test",
                  """
                  {"name": "once", "resources": [{"name": "numbers", "schema": {
                    "fields": [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}],
                    "primaryKey": ["id"]}}]}"""))
          .schemas()
          .get(0)
          .tables()
          .get(0);

  private final Path folder;
  private @Nullable SparkLoad load;

  ExactlyOnceIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void dropSchemas() {
    if (load != null) {
      load.drop();
    }
  }

  private SparkLoad load(TestDatabase database) {
    SparkLoad made = new SparkLoad(database, TABLE, folder, ExactlyOnceIT::smallParts);
    load = made;
    int rows = PARTS * ROWS_OF_PART;
    made.file("a.csv", rows(1, rows)).file("b.csv", rows(rows + 1, rows + ROWS_OF_PART));
    return made;
  }

  private static void smallParts(ObjectNode description) {
    description.put("order", "file").put("part_rows", ROWS_OF_PART);
  }

  private static String rows(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(id -> id + ",name " + id + "\n")
        .collect(Collectors.joining("", "", "x,refused\n"));
  }

  /** Each row is there once, and what is noted of parts and in the result says so. */
  private static void assertWhole(SparkLoad load) throws IOException {
    int rows = (PARTS + 1) * ROWS_OF_PART;
    assertThat(load.content())
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, rows).mapToObj(id -> (Object) (long) id).toList());
    assertThat(load.parts()).hasSize(PARTS + 1);
    assertThat(load.parts()).allMatch(part -> ("" + ROWS_OF_PART).equals(part.get(1)));
    assertThat(load.result().get("counts").get("inserted").asInt()).isEqualTo(rows);
    assertThat(load.result().get("counts").get("rejected").asInt()).isEqualTo(2);
    assertThat(load.refused(load.result()).split("\r\n")).hasSize(2);
    assertThat(load.phase()).contains("written");
  }

  private static List<String> numbers(SparkLoad load) {
    return load.parts().stream().map(part -> part.get(0)).toList();
  }

  @Test
  void executorsThatAreKilledAfterAndWithinPartsWriteEachPartOnce() throws Exception {
    SparkLoad killed = load(TestDatabase.running());
    int middle = PARTS / 2;
    int rowInPart = middle * ROWS_OF_PART + ROWS_OF_PART / 2;
    try (StandaloneCluster cluster = StandaloneCluster.start(folder);
        JobProcess job = JobProcess.start(killed, folder, cluster.conf(Map.of()))) {
      try (Gate inPart = Gate.atRow(killed, rowInPart)) {
        try (Gate before = Gate.beforePart(killed, middle)) {
          before.awaitWaiting(1, job);
          // Parts of the task are committed, and it has reported nothing.
          assertThat(numbers(killed)).contains("0", String.valueOf(middle - 1));
          assertThat(cluster.killExecutors()).isPositive();
        }
        inPart.awaitWaiting(1, job);
        // Half of the rows of a part are sent.
        assertThat(numbers(killed)).doesNotContain(String.valueOf(middle));
        assertThat(cluster.killExecutors()).isPositive();
      }
      assertThat(job.await()).as(job::log).isZero();
    }
    assertWhole(killed);
  }

  @Test
  void aTaskThatIsRunTwiceAtOnceWritesItsPartsOnce() throws Exception {
    SparkLoad twice = load(TestDatabase.running());
    Map<String, String> speculating = new HashMap<>();
    speculating.put("spark.speculation", "true");
    speculating.put("spark.speculation.interval", "50ms");
    speculating.put("spark.speculation.quantile", "0.1");
    speculating.put("spark.speculation.multiplier", "1.01");
    speculating.put("spark.speculation.minTaskRuntime", "0ms");
    try (Gate gate = Gate.beforePart(twice, 1);
        StandaloneCluster cluster = StandaloneCluster.start(folder);
        JobProcess job = JobProcess.start(twice, folder, cluster.conf(speculating))) {
      gate.awaitWaiting(2, job);
      gate.open();
      assertThat(job.await()).as(job::log).isZero();
    }
    assertWhole(twice);
  }

  @Test
  void aDriverThatIsKilledIsFollowedByAnotherOne() throws Exception {
    SparkLoad killed = load(TestDatabase.running());
    Map<String, String> local = Map.of("spark.master", "local[2]");
    try (Gate gate = Gate.beforePart(killed, PARTS - 1)) {
      try (JobProcess first = JobProcess.start(killed, folder, local)) {
        gate.awaitWaiting(1, first);
        assertThat(numbers(killed)).contains("0", String.valueOf(PARTS - 2));
        first.killDriver();
      }
      gate.open();
      try (JobProcess second = JobProcess.start(killed, folder, local)) {
        assertThat(second.await()).as(second::log).isZero();
      }
    }
    assertWhole(killed);
  }

  @Test
  void aDatabaseThatIsKilledAndStartedAgainHasEachRowOnce() throws Exception {
    Path home = folder.resolve("database");
    EmbeddedMariaDb database = EmbeddedMariaDb.start(home);
    try {
      SparkLoad restarted = load(TestDatabase.of(database));
      try (JobProcess job =
          JobProcess.start(restarted, folder, Map.of("spark.master", "local[2,4]"))) {
        try (Gate gate = Gate.beforePart(restarted, PARTS / 2)) {
          gate.awaitWaiting(1, job);
          assertThat(kill("mariadbd")).isPositive();
        }
        database.close();
        database = EmbeddedMariaDb.start(home);
        assertThat(job.await()).as(job::log).isZero();
      }
      assertWhole(restarted);
    } finally {
      load = null;
      database.close();
    }
  }

  private long kill(String program) {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains(program) && line.contains(folder.toString()))
                    .isPresent())
        .filter(ProcessHandle::destroyForcibly)
        .count();
  }
}
