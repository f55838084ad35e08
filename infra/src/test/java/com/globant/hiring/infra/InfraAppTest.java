package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

final class InfraAppTest {
  private static final Path DEFAULTS = Path.of("src/test/resources/default-configs.yaml");

  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  private final Path directory;

  InfraAppTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void writesOneTemplateForEachStack() throws IOException {
    Path jar = Files.writeString(directory.resolve("service.jar"), "placeholder");

    assertThat(run(defaultsWith(jar))).isZero();
    assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(directory.resolve("cdk.out"))
        .isDirectoryContaining("glob:**/NetworkingStack.template.json")
        .isDirectoryContaining("glob:**/RdsStack.template.json")
        .isDirectoryContaining("glob:**/GlobantPruebaStack.template.json")
        .isDirectoryContaining("glob:**/GlobantAPICicdPipelineStack.template.json");
  }

  @Test
  void invalidConfigurationIsReportedInOneLine() throws IOException {
    Path configs =
        Files.writeString(
            directory.resolve("configs.yaml"),
            Files.readString(DEFAULTS).replace("min_instances: 1", "min_instances: 0"));

    assertThat(run(configs)).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            configs
                + ": Stacks.GlobantPruebaStack.min_instances is 0; it must be a whole number from 1"
                + " to 100");
  }

  @Test
  void missingJarIsReported() throws IOException {
    Path jar = directory.resolve("absent.jar");

    assertThat(run(defaultsWith(jar))).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains(
            "Stacks.GlobantPruebaStack.jar is \"" + jar + "\", which does not exist; build it");
  }

  @Test
  void missingJarOfTheSparkJobIsReported() throws IOException {
    Path jar = Files.writeString(directory.resolve("service.jar"), "placeholder");
    Path configs = defaultsWith(jar);
    Files.writeString(
        configs,
        Files.readString(configs)
            .replace("enabled: false\n    # Path", "enabled: true\n    # Path")
            .replace("sources: []", "sources: [s3://history/]")
            .replaceFirst("    jar: .*", "    jar: absent.jar"));

    assertThat(run(configs)).isEqualTo(1);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("Stacks.BulkLoadsStack.jar is \"absent.jar\", which does not exist; build it");
  }

  private Path defaultsWith(Path jar) throws IOException {
    return Files.writeString(
        directory.resolve("configs.yaml"),
        Files.readString(DEFAULTS).replaceAll("(?m)^    jar: .*$", "    jar: " + jar));
  }

  private int run(Path configs) throws IOException {
    Map<String, Object> context = new HashMap<>(Synthesis.context());
    context.put("configs", configs.toString());
    App app =
        new App(
            AppProps.builder()
                .outdir(directory.resolve("cdk.out").toString())
                .context(context)
                .build());
    return InfraApp.run(app, new PrintStream(errors, true, StandardCharsets.UTF_8));
  }
}
