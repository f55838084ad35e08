package com.globant.hiring.infra.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigsTest {
  private static final Path COMMITTED = Path.of("src/test/resources/default-configs.yaml");
  private static final Path OTHER = Path.of("src/test/resources/other-configs.yaml");
  private static final Pattern SETTING = Pattern.compile(" *(\\w+): (\\S.*)");

  @Test
  void theCommittedFileHasTheDefaults() {
    Configs configs = Configs.read(COMMITTED);

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
                "hiring",
                null,
                7,
                30,
                7,
                30,
                "t4g.micro"));
    assertThat(configs.stacks().service())
        .isEqualTo(
            new ServiceConfig(
                ServiceConfig.Form.JAR,
                "../adapters/bootstrap/target/hiring-service.jar",
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
  void everyKeyOfAFileIsTaken() {
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
                        "people",
                        "arn:aws:rds:eu-central-1:222222222222:cluster-snapshot:archive-2026",
                        14,
                        60,
                        62,
                        7,
                        "t4g.micro"),
                    new ServiceConfig(
                        ServiceConfig.Form.CONTAINER,
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
  void productionHasItsOwnPlaceAndSettings() {
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
    assertThat(service.volumeGib()).as("what it does not change").isEqualTo(100);
    assertThat(production.stacks().rds().snapshotArn()).isNull();
    assertThat(production.stacks().rds().serverlessMinAcu()).isEqualTo(8);
    assertThat(production.stacks().networking()).isEqualTo(configs.stacks().networking());
    assertThat(production.forProduction()).isEmpty();
  }

  @Test
  void thereIsNoProductionByDefault() {
    assertThat(Configs.read(COMMITTED).forProduction()).isEmpty();
  }

  @Test
  void allButDevelopmentIsProtected() {
    assertThat(Configs.read(COMMITTED).environment().isProtected()).isFalse();
    assertThat(Configs.read(OTHER).environment().isProtected()).isTrue();
  }

  @Test
  void everyKeyHasACommentWithItsDefault() throws IOException {
    List<String> withoutDefault = new ArrayList<>();
    StringBuilder comment = new StringBuilder();
    for (String line : Files.readAllLines(COMMITTED)) {
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

    // The tags have one comment for all of them.
    assertThat(withoutDefault).containsExactly("Project", "ManagedBy");
  }

  static Stream<Arguments> wrongFiles() {
    return Stream.of(
        arguments(
            "  Name: dev",
            "  Nane: dev",
            "Environment.Nane is not known; allowed in Environment: Name, Account, Region, ProjectName"),
        arguments(
            "  Name: dev\n",
            "",
            "Environment.Name is missing; Environment must have: Name, Account, Region, ProjectName"),
        arguments(
            "  Name: dev", "  Name: 5", "Environment.Name is 5; it must be 1 to 12 of a-z 0-9 -"),
        arguments("  Name: dev", "  Name: null", "Environment.Name is null; it must be 1 to 12"),
        arguments("  Name: dev", "  Name: Dev", "Environment.Name is \"Dev\"; it must be"),
        arguments(
            "\"111111111111\"\n  # Region",
            "111111111111\n  # Region",
            "Environment.Account is 111111111111; it must be 12 digits in quotes"),
        arguments(
            "  Region: us-east-1",
            "  Region: Virginia",
            "Environment.Region is \"Virginia\"; it must be a region, such as us-east-1"),
        arguments(
            "Environment:",
            "Environments:",
            "Environments is not known; allowed in the file: Environment, Tags, Stacks, Production"),
        arguments(
            "  Project: hiring",
            "  Project: 7",
            "Tags.Project is 7; it must be a text (a number in quotes)"),
        arguments(
            "  Project: hiring",
            "  aws:project: hiring",
            "Tags.aws:project is not allowed as a key; it must be 1 to 128"),
        arguments(
            "  Project: hiring\n  ManagedBy: cdk", "  []", "Tags is []; it must be a mapping"),
        arguments(
            "  NetworkingStack:",
            "  NetworkStack:",
            "Stacks.NetworkStack is not known; allowed in Stacks: NetworkingStack, RdsStack, GlobantPruebaStack, GlobantAPICicdPipelineStack"),
        arguments(
            "Stacks:",
            "Stacks:\n  OtherStack: {}",
            "Stacks.OtherStack is not known; allowed in Stacks: NetworkingStack, RdsStack, GlobantPruebaStack, GlobantAPICicdPipelineStack"),
        arguments(
            "    cidr: 10.0.0.0/16",
            "    cidr: 10.0.0.0/24",
            "Stacks.NetworkingStack.cidr is \"10.0.0.0/24\"; it must be an IPv4 block from /16 to /20"),
        arguments(
            "    cidr: 10.0.0.0/16",
            "    cidr: 10.0.0.0/16\n    cidr: 10.0.0.0/16",
            "is no valid YAML: "),
        arguments(
            "availability_zones: 2",
            "availability_zones: 4",
            "Stacks.NetworkingStack.availability_zones is 4; it must be a whole number from 2 to 3"),
        arguments(
            "availability_zones: 2",
            "availability_zones: two",
            "Stacks.NetworkingStack.availability_zones is \"two\"; it must be a whole number from 2 to 3"),
        arguments(
            "nat_gateways: 1",
            "nat_gateways: 3",
            "Stacks.NetworkingStack.nat_gateways is 3; it must be at most availability_zones, which is 2"),
        arguments(
            "allowed_cidrs: [0.0.0.0/0]",
            "allowed_cidrs: [everybody]",
            "Stacks.NetworkingStack.allowed_cidrs is [everybody]; it must be a list of IPv4 blocks"),
        arguments(
            "allowed_cidrs: [0.0.0.0/0]",
            "allowed_cidrs: [10.0.0.0/8, 10.0.0.0/8]",
            "Stacks.NetworkingStack.allowed_cidrs is [10.0.0.0/8, 10.0.0.0/8]; it must be a list of IPv4 blocks, such as 10.0.0.0/8, none twice"),
        arguments(
            "interface_endpoints: []",
            "interface_endpoints: [s3]",
            "Stacks.NetworkingStack.interface_endpoints is [s3]; it must be a list of autoscaling"),
        arguments(
            "allowed_cidrs: [0.0.0.0/0]",
            "allowed_cidrs: []",
            "Stacks.NetworkingStack.allowed_cidrs is []; it must be a list of at least one block"),
        arguments(
            "flow_log_retention_days: 30",
            "flow_log_retention_days: 31",
            "Stacks.NetworkingStack.flow_log_retention_days is 31; it must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365"),
        arguments(
            "capacity: serverless",
            "capacity: large",
            "Stacks.RdsStack.capacity is \"large\"; it must be one of serverless, provisioned"),
        arguments(
            "serverless_min_acu: 0.5",
            "serverless_min_acu: 0.7",
            "Stacks.RdsStack.serverless_min_acu is 0.7; it must be a number from 0.5 to 256.0 in steps of 0.5"),
        arguments(
            "serverless_min_acu: 0.5",
            "serverless_min_acu: 8",
            "Stacks.RdsStack.serverless_min_acu is 8; it must be at most serverless_max_acu, which is 4.0"),
        arguments(
            "performance_insights_retention_days: 7",
            "performance_insights_retention_days: 8",
            "Stacks.RdsStack.performance_insights_retention_days is 8; it must be one of 7, 31, 62"),
        arguments(
            "    min_instances: 1\n",
            "",
            "Stacks.GlobantPruebaStack.min_instances is missing; Stacks.GlobantPruebaStack must have: runtime, jar, image, instance_type"),
        arguments(
            "min_instances: 1",
            "min_instances: 3",
            "Stacks.GlobantPruebaStack.max_instances is 3; it must be more than min_instances, which is 3"),
        arguments(
            "certificate_arn: null",
            "certificate_arn: mine",
            "Stacks.GlobantPruebaStack.certificate_arn is \"mine\"; it must be the ARN of a certificate of ACM, or null"),
        arguments(
            "certificate_arn: null",
            "certificate_arn: arn:aws:acm:us-east-1:222222222222:certificate/0f",
            "it must be the ARN of a certificate of ACM in the account 111111111111 and the region us-east-1"),
        arguments(
            "certificate_arn: null",
            "certificate_arn: arn:aws:acm:eu-west-1:111111111111:certificate/0f",
            "it must be the ARN of a certificate of ACM in the account 111111111111 and the region us-east-1"),
        arguments(
            "certificate_arn: null",
            "certificate_arn: arn:aws:acm:us-east-1:111111111111:certificate/0f",
            "Stacks.GlobantPruebaStack.domain_name is null; it must be the name that certificate_arn is for"),
        arguments(
            "hosted_zone_id: null",
            "hosted_zone_id: Z0123456789ABCDEFGHIJ",
            "Stacks.GlobantPruebaStack.domain_name is null; it must be given together with hosted_zone_id"),
        arguments(
            "domain_name: null",
            "domain_name: https://hiring.example.com/",
            "Stacks.GlobantPruebaStack.domain_name is \"https://hiring.example.com/\"; it must be a name in lower case"),
        arguments(
            "snapshot_arn: null",
            "snapshot_arn: arn:aws:rds:us-east-1:222222222222:cluster-snapshot:a",
            "it must be the ARN of a cluster snapshot in the account 111111111111 and the region us-east-1"),
        arguments(
            "connection_arn: null",
            "connection_arn: arn:aws:codestar-connections:us-west-2:111111111111:connection/0f",
            "it must be the ARN of a connection of CodeConnections in the account 111111111111 and the region us-east-1"),
        arguments(
            "instance_type: t4g.small",
            "instance_type: t4.small",
            "Stacks.GlobantPruebaStack.instance_type is \"t4.small\"; it must be a type of instances with at least 1 GiB"),
        arguments(
            "instance_type: t4g.small",
            "instance_type: t4g.nano",
            "Stacks.GlobantPruebaStack.instance_type is \"t4g.nano\"; it must be a type of instances with at least 1 GiB"),
        arguments(
            "instance_type: t4g.small",
            "instance_type: t4g.smal",
            "Stacks.GlobantPruebaStack.instance_type is \"t4g.smal\"; it must be"),
        arguments(
            "bastion_instance_type: t4g.micro",
            "bastion_instance_type: t4g.nano",
            "Stacks.RdsStack.bastion_instance_type is \"t4g.nano\"; it must be a type of an ARM"),
        arguments(
            "bastion_instance_type: t4g.micro",
            "bastion_instance_type: t3.micro",
            "Stacks.RdsStack.bastion_instance_type is \"t3.micro\"; it must be a type of an ARM"),
        arguments(
            "instance_class: r6g.large",
            "instance_class: t4g.medium",
            "Stacks.RdsStack.instance_class is \"t4g.medium\"; it must be a class of instances of R5 to R8"),
        arguments(
            "  Name: dev",
            "  Name: test",
            "Stacks.GlobantPruebaStack.certificate_arn is null; it must be the ARN of a certificate of ACM, as the environment is test and allowed_cidrs are not all private"),
        arguments(
            "Production: null",
            "Production: {NetworkingStack: {nat_gateways: 2}}",
            "it must be null, as Stacks.GlobantAPICicdPipelineStack.production_account is"),
        arguments(
            "url_signing_key_serial: 1",
            "url_signing_key_serial: 0",
            "Stacks.GlobantPruebaStack.url_signing_key_serial is 0; it must be a whole number from 1 to 2147483647, or null"),
        arguments(
            "manual_approval: true",
            "manual_approval: \"true\"",
            "Stacks.GlobantAPICicdPipelineStack.manual_approval is \"true\"; it must be true or false"),
        arguments(
            "repository: owner/repository",
            "repository: repository",
            "Stacks.GlobantAPICicdPipelineStack.repository is \"repository\"; it must be a GitHub repository as owner/name"),
        arguments(
            "production_account: null",
            "production_account: \"333333333333\"",
            "Stacks.GlobantAPICicdPipelineStack.production_region is null; it must be given together with production_account"));
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void aWrongFileStopsWithItsNameThePathAndWhatIsAllowed(String right, String wrong, String message)
      throws IOException {
    String text = Files.readString(COMMITTED);
    assertThat(text).contains(right);

    assertThatExceptionOfType(ConfigsRefused.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text.replace(right, wrong)))
        .withMessageStartingWith("configs.yaml")
        .withMessageContaining(message);
  }

  static Stream<Arguments> wrongProductions() {
    return Stream.of(
        arguments(
            "      min_instances: 3\n",
            "      min_instance: 3\n",
            "Production.GlobantPruebaStack.min_instance is not known"),
        arguments(
            "      min_instances: 3\n",
            "      min_instances: 0\n",
            "Production.GlobantPruebaStack.min_instances is 0; it must be a whole number"),
        arguments(
            "      certificate_arn: arn:aws:acm:eu-west-1:333333333333:certificate/1e\n",
            "",
            "Production.GlobantPruebaStack.certificate_arn is \"arn:aws:acm:eu-central-1:222222222222:certificate/0f\"; it must be the ARN of a certificate of ACM in the account 333333333333 and the region eu-west-1"),
        arguments(
            "      certificate_arn: arn:aws:acm:eu-west-1:333333333333:certificate/1e\n",
            "      certificate_arn: null\n",
            "Production.GlobantPruebaStack.certificate_arn is null; it must be the ARN of a certificate of ACM, as the environment is prod"),
        arguments(
            "    snapshot_arn: null\n",
            "",
            "Production.RdsStack.snapshot_arn is \"arn:aws:rds:eu-central-1:222222222222:cluster-snapshot:archive-2026\"; it must be"),
        arguments(
            "Production:\n",
            "Production:\n  GlobantAPICicdPipelineStack: {branch: main}\n",
            "it must be without GlobantAPICicdPipelineStack, of which there is only one"),
        arguments(
            "Production:\n",
            "Production:\n  OtherStack: {}\n",
            "Production.OtherStack is not known; allowed in Production: NetworkingStack, RdsStack"),
        arguments(
            "Production:\n",
            "Production:\n  NetworkingStack: 5\n",
            "Production.NetworkingStack is 5; it must be a mapping of keys of Stacks.NetworkingStack"));
  }

  /** Settings that production inherits are checked too, with its own place. */
  @ParameterizedTest
  @MethodSource("wrongProductions")
  void aWrongProductionIsRefused(String right, String wrong, String message) throws IOException {
    String text = Files.readString(OTHER);
    assertThat(text).contains(right);

    assertThatExceptionOfType(ConfigsRefused.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text.replace(right, wrong)))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "172.16.0.0/12, 192.168.7.0/24", "100.64.0.0/10"})
  void privateNetworksNeedNoCertificate(String blocks) throws IOException {
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
  void networksThatAreNotPrivateNeedACertificate(String blocks) throws IOException {
    String text = withoutCertificate(blocks);

    assertThatExceptionOfType(ConfigsRefused.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text))
        .withMessageContaining("Stacks.GlobantPruebaStack.certificate_arn is null");
  }

  private static String withoutCertificate(String blocks) throws IOException {
    return Files.readString(COMMITTED)
        .replace("  Name: dev", "  Name: test")
        .replace("allowed_cidrs: [0.0.0.0/0]", "allowed_cidrs: [" + blocks + "]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"t4g.micro", "m7i-flex.2xlarge", "c8g.48xlarge", "t3a.small", "m7g.metal"})
  void typesOfInstancesThatThereAreAreTaken(String type) throws IOException {
    String text =
        Files.readString(COMMITTED)
            .replace("    instance_type: t4g.small", "    instance_type: " + type);

    assertThat(Configs.parse("configs.yaml", text).stacks().service().instanceType())
        .isEqualTo(type);
  }

  @Test
  void productionInTheSamePlaceIsRefused() throws IOException {
    String text =
        Files.readString(COMMITTED)
            .replace("production_account: null", "production_account: \"111111111111\"")
            .replace("production_region: null", "production_region: us-east-1");

    assertThatExceptionOfType(ConfigsRefused.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text))
        .withMessageContaining(
            "production_account is \"111111111111\"; it must be another account, or");
  }

  @Test
  void productionAfterProductionIsRefused() throws IOException {
    String text = Files.readString(OTHER).replace("Name: test-2", "Name: prod");

    assertThatExceptionOfType(ConfigsRefused.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text))
        .withMessageContaining("it must be null where Environment.Name is prod itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "text"})
  void aFileThatIsNoMappingIsRefused(String text) {
    assertThatExceptionOfType(ConfigsRefused.class)
        .isThrownBy(() -> Configs.parse("configs.yaml", text))
        .withMessage(
            "configs.yaml: the file must be a mapping with the keys: Environment, Tags, Stacks, Production");
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatExceptionOfType(ConfigsRefused.class)
        .isThrownBy(() -> Configs.read(Path.of("nowhere.yaml")))
        .withMessageContaining("nowhere.yaml cannot be read")
        .withMessageContaining("Environment, Tags, Stacks and Production");
  }
}
