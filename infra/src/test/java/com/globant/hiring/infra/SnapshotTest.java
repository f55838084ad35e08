package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the templates with committed snapshots, so that a review shows every change of what is
 * deployed. {@code ./mvnw -pl infra test -Dtest=SnapshotTest -Dsnapshots=renew} writes them.
 */
final class SnapshotTest {
  private static final Path SNAPSHOTS = Path.of("src/test/resources/snapshots");
  private static final boolean RENEW = "renew".equals(System.getProperty("snapshots"));

  @ParameterizedTest
  @FieldSource("com.globant.hiring.infra.Synthesis#STACKS")
  void templateEqualsItsSnapshot(String stack) throws IOException {
    Path snapshot = SNAPSHOTS.resolve(stack + ".json");
    String template = Synthesis.defaults().text(stack) + "\n";
    if (RENEW) {
      Files.writeString(snapshot, template);
    }

    assertThat(template)
        .as("%s; renew it if the change is intended", snapshot)
        .isEqualTo(Files.readString(snapshot));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NetworkingStack", "RdsStack", "GlobantPruebaStack"})
  void pipelineAndCommandLineDeployTheSameTemplate(String stack) {
    // Tags of the CDK contain the stage.
    assertThat(
            Synthesis.defaults()
                .textInStage("dev", stack)
                .replace("GlobantAPICicdPipelineStack/dev/", ""))
        .isEqualTo(Synthesis.defaults().text(stack));
  }
}
