package com.globant.hiring.infra;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.List;
import java.util.Map;
import software.constructs.IConstruct;

/** Findings of cdk-nag that are accepted, each for a reason. */
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
}
