package com.globant.hiring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.globant.hiring.bootstrap.command.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo of loads on Spark, on the Spark that the build has resolved. */
@Timeout(600)
class SparkDemoIT {
  private static final Path SUBMIT =
      Path.of("../../adapters/spark/on-spark-3/target/spark-submit.args").toAbsolutePath();
  private static final Path JOB =
      Path.of("../../adapters/spark/target/hiring-spark.jar").toAbsolutePath();

  private final CommandRun demo;

  SparkDemoIT(@TempDir Path directory) {
    demo = new CommandRun(Map.of("HIRING_DATA_DIR", directory.toString()), Main::commandLine);
  }

  @AfterEach
  void forgetSpark() {
    System.clearProperty(SparkDemo.SUBMIT);
    System.clearProperty(SparkDemo.JOB);
  }

  @Test
  void sameRowsAreLoadedOnSparkAndByTheService() {
    assumeThat(Files.exists(SUBMIT) && Files.exists(JOB))
        .as("adapters/spark/on-spark-3 was built before")
        .isTrue();
    System.setProperty(SparkDemo.SUBMIT, SUBMIT.toString());
    System.setProperty(SparkDemo.JOB, JOB.toString());

    assertThat(demo.execute("demo", "--spark", "--rows", "20000")).as(demo.err()).isZero();

    assertThat(demo.out())
        .contains("20,000 hires in 100 files", "CPU s: Spark")
        .containsPattern("spark +20000 +(\\d+) +(\\d+) [^\n]*\n *service +20000 +\\1 +\\2 ");
  }

  @Test
  void sparkIsBuiltByTheScriptOnly() {
    assertThat(demo.execute("demo", "--spark")).isNotZero();
    assertThat(demo.err()).contains("./hiring").doesNotContain("Exception");
  }
}
