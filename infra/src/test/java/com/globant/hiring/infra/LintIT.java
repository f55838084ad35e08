package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The linters of templates, run on all stacks and on the deployment role. */
final class LintIT {
  /** Exit status of a script that cannot install its linter. */
  private static final int SKIPPED = 77;

  @ParameterizedTest
  @ValueSource(strings = {"cfn-lint.sh", "checkov.sh"})
  void linterHasNoFindings(String script) throws Exception {
    Process process =
        new ProcessBuilder(
                "bash",
                Path.of("scripts", script).toString(),
                Synthesis.defaults().directory().toAbsolutePath().toString(),
                Synthesis.other().directory().toAbsolutePath().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();

    assumeThat(status).as(output).isNotEqualTo(SKIPPED);
    assertThat(status).as(output).isZero();
    assertThat(output).contains(" templates, no findings");
  }
}
