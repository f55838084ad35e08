package com.globant.hiring.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Findings of cdk-nag and of the checks of templates that are accepted, each for a reason. */
final class Findings {
  private Findings() {}

  /**
   * Accepts findings about a construct and all below it.
   *
   * @param reasons by the rule's id without its prefix, such as {@code RDS6}
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
   * Accepts what both the CDK and cfn-lint say of a resource's properties.
   *
   * @param rule the CDK's id, such as {@code E1152}; cfn-lint has the same with an E
   */
  static void acceptInTemplate(CfnResource resource, String rule, String reason) {
    Validations.of(resource)
        .acknowledge(
            Acknowledgment.builder().id("CloudFormation-Validate::" + rule).reason(reason).build());
    resource.addMetadata(
        "cfn-lint", Map.of("config", Map.of("ignore_checks", List.of("E" + rule.substring(1)))));
  }
}
