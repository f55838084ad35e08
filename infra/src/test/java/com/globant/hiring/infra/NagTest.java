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
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.Bucket;

/** The rules AwsSolutions of cdk-nag, on everything that is deployed. */
final class NagTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "NetworkingStack",
        "RdsStack",
        "GlobantPruebaStack",
        "GlobantAPICicdPipelineStack"
      })
  void nothingIsFoundThatIsNotAcceptedForAReason(String stack) {
    for (Synthesis synthesis : List.of(Synthesis.committed(), Synthesis.other())) {
      assertThat(synthesis.notCompliant(stack)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NetworkingStack, VPC7",
    "RdsStack, RDS2",
    "GlobantPruebaStack, ELB2",
    "GlobantAPICicdPipelineStack, CB4"
  })
  void theRulesAreApplied(String stack, String rule) {
    assertThat(Synthesis.committed().findings(stack))
        .anyMatch(
            line ->
                line.startsWith("\"AwsSolutions-" + rule + "\"") && line.contains("\"Compliant\""));
  }

  @Test
  void whatIsNotAcceptedStopsSynthesis() {
    Configs configs = Synthesis.committedConfigs();

    assertThatThrownBy(
            () ->
                Synthesis.of(
                    configs,
                    app -> Bucket.Builder.create(new Stack(app, "OpenStack"), "Open").build()))
        .hasMessageContaining("ValidationFailed");
  }

  @Test
  void everythingIsAcceptedByItsOwnRuleAndWithAReason() {
    for (String stack :
        List.of(
            "NetworkingStack", "RdsStack", "GlobantPruebaStack", "GlobantAPICicdPipelineStack")) {
      for (Resource resource : Synthesis.committed().resources(stack)) {
        Map<?, ?> accepted = Synthesis.mapping(resource.metadata(), "cdk_nag");
        for (Map<?, ?> one : Synthesis.mappings(accepted, "rules_to_suppress")) {
          assertThat(String.valueOf(one.get("id"))).matches("AwsSolutions-[A-Z]+\\d+[a-z]?");
          assertThat(String.valueOf(one.get("reason"))).hasSizeGreaterThan(30);
        }
      }
    }
  }
}
