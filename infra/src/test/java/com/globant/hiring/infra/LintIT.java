package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Linters of templates, on all that is synthesized and on the deployment role. */
final class LintIT {
  /** Of a script that cannot install its linter. */
  private static final int NOT_HERE = 77;

  @ParameterizedTest
  @ValueSource(strings = {"cfn-lint.sh", "checkov.sh"})
  void nothingIsFoundThatIsNotAccepted(String script) throws Exception {
    Process process =
        new ProcessBuilder(
                "bash",
                Path.of("scripts", script).toString(),
                Synthesis.committed().directory().toAbsolutePath().toString(),
                Synthesis.other().directory().toAbsolutePath().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();

    assumeThat(status).as(output).isNotEqualTo(NOT_HERE);
    assertThat(status).as(output).isZero();
    assertThat(output).contains(" templates, nothing ");
  }
}
