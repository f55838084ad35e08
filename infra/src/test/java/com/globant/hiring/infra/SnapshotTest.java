package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each template is as it is committed, so that a change of what is deployed is seen in review. To
 * write them anew: {@code ./mvnw -pl infra test -Dtest=SnapshotTest -Dsnapshots=renew}.
 */
final class SnapshotTest {
  private static final Path SNAPSHOTS = Path.of("src/test/resources/snapshots");
  private static final boolean RENEW = "renew".equals(System.getProperty("snapshots"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NetworkingStack",
        "RdsStack",
        "GlobantPruebaStack",
        "GlobantAPICicdPipelineStack"
      })
  void aTemplateIsAsItIsCommitted(String stack) throws IOException {
    Path snapshot = SNAPSHOTS.resolve(stack + ".json");
    String template = Synthesis.committed().text(stack) + "\n";
    if (RENEW) {
      Files.writeString(snapshot, template);
    }

    assertThat(template)
        .as("%s; if it is meant, renew it", snapshot)
        .isEqualTo(Files.readString(snapshot));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NetworkingStack", "RdsStack", "GlobantPruebaStack"})
  void thePipelineDeploysTheSameAsTheCommandLine(String stack) {
    // Tags of the CDK have the stage in them.
    assertThat(
            Synthesis.committed()
                .textInStage("dev", stack)
                .replace("GlobantAPICicdPipelineStack/dev/", ""))
        .isEqualTo(Synthesis.committed().text(stack));
  }
}
