package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.infra.Synthesis.Resource;
import com.globant.hiring.infra.config.Configs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.Bucket;

/** The AwsSolutions rules of cdk-nag. */
final class NagTest {
  /** The configuration in config_files may differ from the defaults, and must be valid too. */
  @Test
  void noConfigurationHasFindings() {
    Synthesis deployed = Synthesis.of(Synthesis.deployedConfigs());

    for (Synthesis each : List.of(Synthesis.defaults(), Synthesis.other(), deployed)) {
      for (String stack : each.stacks()) {
        assertThat(each.notCompliant(stack)).as(stack).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NetworkingStack, VPC7",
    "RdsStack, RDS2",
    "GlobantPruebaStack, ELB2",
    "GlobantAPICicdPipelineStack, CB4"
  })
  void cdkNagRulesAreApplied(String stack, String rule) {
    assertThat(Synthesis.defaults().findings(stack))
        .anyMatch(
            line ->
                line.startsWith("\"AwsSolutions-" + rule + "\"") && line.contains("\"Compliant\""));
  }

  @Test
  void findingStopsSynthesis() {
    Configs configs = Synthesis.defaultConfigs(text -> text);

    assertThatThrownBy(
            () ->
                Synthesis.of(
                    configs,
                    app -> Bucket.Builder.create(new Stack(app, "OpenStack"), "Open").build()))
        .hasMessageContaining("ValidationFailed");
  }

  @Test
  void everySuppressionHasARuleIdAndAReason() {
    for (String stack : Synthesis.other().stacks()) {
      for (Resource resource : Synthesis.other().resources(stack)) {
        Map<?, ?> accepted = Synthesis.mapping(resource.metadata(), "cdk_nag");
        for (Map<?, ?> one : Synthesis.mappings(accepted, "rules_to_suppress")) {
          assertThat(String.valueOf(one.get("id"))).matches("AwsSolutions-[A-Z]+\\d+[a-z]?");
          assertThat(String.valueOf(one.get("reason"))).hasSizeGreaterThan(30);
        }
      }
    }
  }
}
