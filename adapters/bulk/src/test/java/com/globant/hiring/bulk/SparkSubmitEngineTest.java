package com.globant.hiring.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.bulk.BulkRunState;
import com.globant.hiring.application.bulk.BulkRunState.Status;
import com.globant.hiring.bulk.SparkSubmitSettings.Keys;
import com.globant.hiring.bulk.SparkSubmitSettings.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, with shell scripts in place of spark-submit. */
@Timeout(120)
class SparkSubmitEngineTest {
  private static final URI DESCRIPTION = URI.create("s3a://bucket/bulk/description.json");
  private static final Store STORE =
      new Store(URI.create("http://127.0.0.1:9000"), null, new Keys("the-key", "the-secret"));

  private final UUID load = UUID.randomUUID();
  private final List<SparkSubmitEngine> engines = new ArrayList<>();
  private final Path directory;

  SparkSubmitEngineTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void closeEngines() {
    engines.forEach(SparkSubmitEngine::close);
  }

  /** An engine whose command is this script. */
  private SparkSubmitEngine engine(String script, @Nullable Store store) {
    try {
      Path file = Files.writeString(Files.createTempFile(directory, "submit", ".sh"), script);
      return engine(List.of("sh", file.toString()), store);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private SparkSubmitEngine engine(List<String> command, @Nullable Store store) {
    SparkSubmitEngine engine =
        new SparkSubmitEngine(
            new SparkSubmitSettings(
                command,
                "local[2]",
                "/jobs/hiring-spark.jar",
                List.of("spark.cores.max=4"),
                directory.resolve("logs"),
                () -> "the-password",
                store));
    engines.add(engine);
    return engine;
  }

  private static BulkRunState end(SparkSubmitEngine engine, String run) {
    BulkRunState state = engine.state(run);
    while (state.status() == Status.RUNNING) {
      Thread.onSpinWait();
      state = engine.state(run);
    }
    return state;
  }

  @Test
  void processThatEndsWithZeroHasSucceeded() {
    SparkSubmitEngine engine = engine("exit 0", null);

    assertThat(end(engine, engine.start(load, DESCRIPTION)))
        .isEqualTo(new BulkRunState(Status.SUCCEEDED, null));
  }

  @Test
  void argumentsNameTheJobAndItsDescriptionButNoSecret() throws IOException {
    SparkSubmitEngine engine = engine("printf '%s\\n' \"$@\"", STORE);

    end(engine, engine.start(load, DESCRIPTION));

    List<String> arguments = Files.readAllLines(directory.resolve("logs/" + load + ".log"));
    assertThat(arguments)
        .startsWith("--master", "local[2]", "--deploy-mode", "client", "--class")
        .contains("com.globant.hiring.spark.SparkJob", "hiring load " + load)
        .contains(
            "spark.hadoop.fs.s3.impl=org.apache.hadoop.fs.s3a.S3AFileSystem",
            "spark.hadoop.fs.s3a.endpoint=http://127.0.0.1:9000",
            "spark.hadoop.fs.s3a.path.style.access=true",
            "spark.hadoop.fs.s3a.connection.ssl.enabled=false",
            "spark.hadoop.fs.s3a.endpoint.region=us-east-1",
            "spark.cores.max=4")
        .endsWith("/jobs/hiring-spark.jar", DESCRIPTION.toString());
    assertThat(String.join(" ", arguments)).doesNotContain("the-password", "the-key", "the-secret");
  }

  @Test
  void secretsAreInTheEnvironment() throws IOException {
    SparkSubmitEngine engine =
        engine(
            "echo $HIRING_DATABASE_PASSWORD $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY; env | grep -c ^HIRING_",
            STORE);

    end(engine, engine.start(load, DESCRIPTION));

    assertThat(Files.readAllLines(directory.resolve("logs/" + load + ".log")))
        .containsExactly("the-password the-key the-secret", "1");
  }

  @Test
  void failureQuotesTheEndOfTheLog() {
    SparkSubmitEngine engine =
        engine("echo first; seq 1 2000; echo 'Cannot connect to db' >&2; exit 3", null);

    BulkRunState state = end(engine, engine.start(load, DESCRIPTION));

    assertThat(state.status()).isEqualTo(Status.FAILED);
    assertThat(state.detail())
        .contains("exit code 3", load + ".log", "\n2000\n")
        .endsWith("Cannot connect to db")
        .doesNotContain("first");
  }

  @Test
  void logHasTwoFilesAtMostAndTheEndIsThere() throws IOException {
    SparkSubmitEngine engine =
        engine("head -c 9500000 /dev/zero | tr '\\0' 'x'; echo; echo last; exit 1", null);

    BulkRunState state = end(engine, engine.start(load, DESCRIPTION));

    assertThat(state.detail()).endsWith("last");
    try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
      List<Path> logs = files.toList();
      assertThat(logs).hasSize(2);
      assertThat(logs)
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(4 << 20));
    }
  }

  @Test
  void runThatGoesOnIsFoundAgain() {
    SparkSubmitEngine engine = engine("exec sleep 600", null);
    String run = engine.start(load, DESCRIPTION);

    assertThat(engine.start(load, DESCRIPTION)).isEqualTo(run);
    assertThat(engine.start(UUID.randomUUID(), DESCRIPTION)).isNotEqualTo(run);
  }

  @Test
  void endedRunIsStartedAgain() {
    SparkSubmitEngine engine = engine("exit 1", null);
    String run = engine.start(load, DESCRIPTION);
    end(engine, run);

    assertThat(engine.start(load, DESCRIPTION)).isNotEqualTo(run);
  }

  @Test
  void cancelEndsTheProcessAndItsChildren() throws IOException {
    SparkSubmitEngine engine = engine("sleep 600 & echo $!; wait", null);
    String run = engine.start(load, DESCRIPTION);
    Path log = directory.resolve("logs/" + load + ".log");
    while (!Files.exists(log) || !Files.readString(log).endsWith("\n")) {
      Thread.onSpinWait();
    }
    ProcessHandle child =
        ProcessHandle.of(Long.parseLong(Files.readString(log).strip())).orElseThrow();

    engine.cancel(run);

    assertThat(end(engine, run)).isEqualTo(new BulkRunState(Status.CANCELLED, null));
    child.onExit().join();
  }

  @Test
  void anotherInstanceOnThisMachineSeesAndCancelsTheRun() {
    SparkSubmitEngine started = engine("exec sleep 600", null);
    SparkSubmitEngine other = engine("exit 0", null);
    String run = started.start(load, DESCRIPTION);
    assertThat(other.state(run).status()).isEqualTo(Status.RUNNING);

    other.cancel(run);

    assertThat(end(started, run).status()).isEqualTo(Status.FAILED);
    assertThat(other.state(run).status()).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void processThatWasStartedAtAnotherTimeIsNotTheRun() {
    SparkSubmitEngine engine = engine("exit 0", null);
    long pid = ProcessHandle.current().pid();

    assertThat(engine.state(pid + "@2020-01-01T00:00:00Z").status()).isEqualTo(Status.UNKNOWN);
    assertThat(engine.state("00f1abcdef").status()).isEqualTo(Status.UNKNOWN);
    engine.cancel(pid + "@2020-01-01T00:00:00Z");
  }

  @Test
  void closeEndsRunsAndStartsNoMore() {
    SparkSubmitEngine engine = engine("exec sleep 600", null);
    String run = engine.start(load, DESCRIPTION);

    engine.close();

    assertThat(engine.state(run).status()).isEqualTo(Status.CANCELLED);
    assertThatThrownBy(() -> engine.start(load, DESCRIPTION)).isInstanceOf(Refused.class);
  }

  @Test
  void missingCommandIsRefusedByName() {
    SparkSubmitEngine engine = engine(List.of("no-spark-submit-here"), null);

    assertThatThrownBy(() -> engine.start(load, DESCRIPTION))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.BULK_ENGINE_UNAVAILABLE))
        .hasMessageContaining("no-spark-submit-here")
        .hasMessageContaining("bulk.spark_submit.command");
  }

  @Test
  void logsOfOldRunsAreDeleted() throws IOException {
    SparkSubmitEngine engine = engine("echo done", null);
    for (int i = 0; i < 130; i++) {
      end(engine, engine.start(UUID.randomUUID(), DESCRIPTION));
    }

    try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
      // Two files of each kept run, and those that were written while old ones were deleted.
      assertThat(files.count()).isBetween(50L, 110L);
    }
  }

  @Test
  void keysAreNotShown() {
    assertThat(STORE.toString()).doesNotContain("the-key", "the-secret");
  }
}
