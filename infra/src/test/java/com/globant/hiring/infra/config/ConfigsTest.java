package com.globant.hiring.infra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigsTest {
  private static final Path DEFAULTS = Path.of("src/test/resources/default-configs.yaml");
  private static final Path OTHER = Path.of("src/test/resources/other-configs.yaml");
  private static final Pattern SETTING = Pattern.compile(" *(\\w+): (\\S.*)");

  @Test
  void defaultFileHasTheDefaults() {
    Configs configs = Configs.read(DEFAULTS);

    assertThat(configs.environment())
        .isEqualTo(new EnvironmentConfig("dev", "111111111111", "us-east-1", "hiring"));
    assertThat(configs.tags())
        .containsExactly(Map.entry("Project", "hiring"), Map.entry("ManagedBy", "cdk"));
    assertThat(configs.stacks().networking())
        .isEqualTo(new NetworkingConfig("10.0.0.0/16", 2, 1, List.of("0.0.0.0/0"), List.of(), 30));
    assertThat(configs.stacks().rds())
        .isEqualTo(
            new RdsConfig(
                "8.0.mysql_aurora.3.10.3",
                RdsConfig.Capacity.SERVERLESS,
                0.5,
                4,
                "r6g.large",
                0,
                List.of("hiring"),
                null,
                7,
                30,
                7,
                30,
                "t4g.micro"));
    assertThat(configs.stacks().bulk())
        .isEqualTo(
            new BulkLoadsConfig(
                false,
                "../adapters/spark/target/hiring-spark.jar",
                "emr-7.10.0",
                64,
                5,
                720,
                List.of(),
                50,
                10,
                null,
                30));
    assertThat(configs.stacks().service())
        .isEqualTo(
            new ServiceConfig(
                ServiceConfig.Packaging.JAR,
                "../bootstrap/target/hiring-service.jar",
                "../image/target/hiring-image.tar",
                "t4g.small",
                1,
                3,
                20,
                8080,
                3600,
                60,
                600,
                null,
                null,
                null,
                "hiring/api-keys",
                List.of(),
                24,
                1,
                30,
                90,
                365,
                30,
                null,
                5,
                1,
                85,
                200));
    assertThat(configs.stacks().pipeline())
        .isEqualTo(
            new PipelineConfig(
                "owner/repository",
                "main",
                "github-token",
                null,
                "hiring/api-test-key",
                true,
                null,
                null));
  }

  @Test
  void everyKeyIsRead() {
    Configs configs = Configs.read(OTHER);

    assertThat(configs)
        .isEqualTo(
            new Configs(
                new EnvironmentConfig("test-2", "222222222222", "eu-central-1", "archive"),
                Map.of("Owner", "Data Team", "Cost/Center", "0042"),
                new StacksConfig(
                    new NetworkingConfig(
                        "172.16.0.0/20",
                        3,
                        2,
                        List.of("10.0.0.0/8", "192.0.2.7/32"),
                        List.of("kms"),
                        365),
                    new RdsConfig(
                        "8.0.mysql_aurora.3.11.1",
                        RdsConfig.Capacity.PROVISIONED,
                        1.5,
                        16,
                        "r7g.xlarge",
                        2,
                        List.of("people", "staff-2"),
                        "arn:aws:rds:eu-central-1:222222222222:cluster-snapshot:archive-2026",
                        14,
                        60,
                        62,
                        7,
                        "t4g.micro"),
                    new BulkLoadsConfig(
                        true,
                        "job.jar",
                        "emr-7.9.0",
                        200,
                        15,
                        60,
                        List.of("spark.executor.cores=4", "spark.dynamicAllocation.maxExecutors=8"),
                        10,
                        3,
                        500,
                        14),
                    new ServiceConfig(
                        ServiceConfig.Packaging.CONTAINER,
                        "service.jar",
                        "image.tar",
                        "m7i.large",
                        2,
                        5,
                        100,
                        9090,
                        600,
                        40,
                        1200,
                        "archive.example.com",
                        "Z0123456789ABCDEFGHIJ",
                        "arn:aws:acm:eu-central-1:222222222222:certificate/0f",
                        "archive/keys",
                        List.of("s3://history/", "s3://lake/exports/2021/"),
                        48,
                        null,
                        60,
                        180,
                        730,
                        90,
                        "alarms@example.com",
                        10,
                        2,
                        70,
                        400),
                    new PipelineConfig(
                        "example/fork",
                        "release/1",
                        "other-token",
                        "arn:aws:codeconnections:eu-central-1:222222222222:connection/0f-1",
                        "archive/test-key",
                        false,
                        "333333333333",
                        "eu-west-1")),
                configs.production()));
  }

  @Test
  void productionOverridesSettings() {
    Configs configs = Configs.read(OTHER);

    Configs production = configs.forProduction().orElseThrow();

    assertThat(production.environment())
        .isEqualTo(new EnvironmentConfig("prod", "333333333333", "eu-west-1", "archive"));
    assertThat(production.environment().isProduction()).isTrue();
    assertThat(production.tags()).isEqualTo(configs.tags());
    ServiceConfig service = production.stacks().service();
    assertThat(service.certificateArn())
        .isEqualTo("arn:aws:acm:eu-west-1:333333333333:certificate/1e");
    assertThat(service.minInstances()).isEqualTo(3);
    assertThat(service.apiKeysSecret()).isEqualTo("archive/production-keys");
    assertThat(service.volumeGib()).as("not overridden").isEqualTo(100);
    assertThat(production.stacks().rds().snapshotArn()).isNull();
    assertThat(production.stacks().rds().serverlessMinAcu()).isEqualTo(8);
    assertThat(production.stacks().networking()).isEqualTo(configs.stacks().networking());
    assertThat(production.forProduction()).isEmpty();
  }

  @Test
  void noProductionByDefault() {
    assertThat(Configs.read(DEFAULTS).forProduction()).isEmpty();
  }

  @Test
  void everyEnvironmentExceptDevIsProtected() {
    assertThat(Configs.read(DEFAULTS).environment().isProtected()).isFalse();
    assertThat(Configs.read(OTHER).environment().isProtected()).isTrue();
  }

  @Test
  void everyKeyHasACommentWithItsDefault() throws IOException {
    List<String> withoutDefault = new ArrayList<>();
    StringBuilder comment = new StringBuilder();
    for (String line : Files.readAllLines(DEFAULTS)) {
      Matcher setting = SETTING.matcher(line);
      if (line.strip().startsWith("#")) {
        comment.append(line.strip().substring(1));
      } else if (setting.matches()) {
        if (!comment.toString().contains(" Default " + setting.group(2))) {
          withoutDefault.add(setting.group(1));
        }
        comment.setLength(0);
      }
    }

    // The tags share one comment.
    assertThat(withoutDefault).containsExactly("Project", "ManagedBy");
  }

  /**
   * Production is validated by the same rules, including the settings that it does not override.
   */
  @ParameterizedTest
  @CsvFileSource(
      resources = "/invalid-configs.csv",
      delimiter = '|',
      useHeadersInDisplayName = true,
      ignoreLeadingAndTrailingWhitespace = false)
  void invalidFileIsRefusedWithPathAndAllowedValues(
      String file, String replaced, String replacement, String message) throws IOException {
    String text = Files.readString(file.equals("default") ? DEFAULTS : OTHER);
    assertThat(text).contains(replaced);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text.replace(replaced, replacement)))
        .withMessageStartingWith("configs.yaml")
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "172.16.0.0/12, 192.168.7.0/24", "100.64.0.0/10"})
  void noCertificateIsRequiredForPrivateNetworks(String blocks) throws IOException {
    Configs configs = Configs.parse("configs.yaml", withoutCertificate(blocks));

    assertThat(configs.stacks().networking().isPrivate()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/7",
        "172.32.0.0/12",
        "192.0.0.0/8",
        "10.0.0.0/8, 8.8.8.8/32",
        "0.0.0.0/0"
      })
  void certificateIsRequiredForPublicNetworks(String blocks) throws IOException {
    String text = withoutCertificate(blocks);

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text))
        .withMessageContaining("Stacks.GlobantPruebaStack.certificate_arn is null");
  }

  private static String withoutCertificate(String blocks) throws IOException {
    return Files.readString(DEFAULTS)
        .replace("  Name: dev", "  Name: test")
        .replace("allowed_cidrs: [0.0.0.0/0]", "allowed_cidrs: [" + blocks + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"t4g.micro", "m7i-flex.2xlarge", "c8g.48xlarge", "t3a.small", "m7g.metal"})
  void existingInstanceTypeIsAccepted(String type) throws IOException {
    String text =
        Files.readString(DEFAULTS)
            .replace("    instance_type: t4g.small", "    instance_type: " + type);

    assertThat(Configs.parse("configs.yaml", text).stacks().service().instanceType())
        .isEqualTo(type);
  }

  @Test
  void productionInTheSameAccountAndRegionIsRefused() throws IOException {
    String text =
        Files.readString(DEFAULTS)
            .replace("production_account: null", "production_account: \"111111111111\"")
            .replace("production_region: null", "production_region: us-east-1");

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text))
        .withMessageContaining(
            "production_account is \"111111111111\"; it must be another account, or");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "text"})
  void fileThatIsNoMappingIsRefused(String text) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text))
        .withMessage(
            "configs.yaml: the file must be a mapping with the keys: Environment, Tags, Stacks, Production");
  }

  @Test
  void missingFileIsRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> Configs.read(Path.of("nowhere.yaml")))
        .withMessageContaining("nowhere.yaml cannot be read")
        .withMessageContaining("Environment, Tags, Stacks and Production");
  }
}
