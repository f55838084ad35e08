package com.globant.hiring.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Accepted findings of cdk-nag, the CDK and cfn-lint, each with a reason. */
final class Findings {
  private Findings() {}

  /**
   * Accepts findings of cdk-nag about a construct and its children.
   *
   * @param reasons by rule id without the prefix {@code AwsSolutions-}, such as {@code RDS6}
   */
  static void accept(IConstruct construct, Map<String, String> reasons) {
    List<NagPackSuppression> suppressions =
        reasons.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                entry ->
                    NagPackSuppression.builder()
                        .id("AwsSolutions-" + entry.getKey())
                        .reason(entry.getValue())
                        .build())
            .toList();
    NagSuppressions.addResourceSuppressions(construct, suppressions, true);
  }

  /**
   * Accepts a finding that both the CDK and cfn-lint report about a resource.
   *
   * @param rule id of the CDK, such as {@code F3021}; the id of cfn-lint starts with E instead
   */
  static void acceptInTemplate(CfnResource resource, String rule, String reason) {
    Validations.of(resource)
        .acknowledge(
            Acknowledgment.builder().id("CloudFormation-Validate::" + rule).reason(reason).build());
    resource.addMetadata(
        "cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("E" + rule.substring(1)))));
  }
}
