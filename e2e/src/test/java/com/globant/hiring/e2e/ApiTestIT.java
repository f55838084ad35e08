package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test that a deployment runs against its address passes for this service. */
@ExtendWith(ServiceUnderTest.class)
class ApiTestIT {
  private static final Path SCRIPT =
      Path.of("..", "infra", "api-test", "db_migration_test.py").toAbsolutePath().normalize();

  private final HiringServer server;
  private final Sql sql;

  ApiTestIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @Test
  void theDeploymentTestPassesTwice() throws Exception {
    assumeThat(isThereAPython()).as("python3 on the PATH").isTrue();
    sql.empty();

    for (int run = 1; run <= 2; run++) {
      Process process = apiTest();
      String output = output(process);

      assertThat(process.waitFor()).as(output).isZero();
      assertThat(output).contains("\nOK").doesNotContain("skipped");
      assertThat(sql.count("departments")).isEqualTo(2);
      assertThat(sql.count("jobs")).isEqualTo(2);
      assertThat(sql.count("hired_employees")).isEqualTo(5);
    }
    sql.empty();
  }

  @Test
  void theDeploymentTestFailsIfAReportIsWrong() throws Exception {
    assumeThat(isThereAPython()).as("python3 on the PATH").isTrue();
    sql.empty();
    // Hires of the test's year in departments that its own rows are named like.
    server.load("departments", "1,\"API test, a\"\n").assertLoaded(1, 1, 0, 0, 0);
    server.load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);
    server.load("hired_employees", "1,Ana,1900-02-03,1,1\n").assertLoaded(1, 1, 0, 0, 0);

    Process process = apiTest();
    String output = output(process);
    sql.empty();

    assertThat(process.waitFor()).isNotZero();
    assertThat(output).contains("FAIL: test_first_report").contains("failures=1");
  }

  private Process apiTest() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("python3", SCRIPT.toString(), server.base().toString())
            .redirectErrorStream(true);
    builder.environment().put("HIRING_TEST_SCHEMA", server.schema());
    return builder.start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static boolean isThereAPython() {
    return Arrays.stream(System.getenv("PATH").split(System.getProperty("path.separator"), -1))
        .anyMatch(directory -> Path.of(directory, "python3").toFile().canExecute());
  }
}
