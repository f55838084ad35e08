package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The configuration that is deployed from here, whatever it says: it is read, the templates are
 * written, and cdk-nag finds nothing in them. Other tests are on copies.
 */
final class OwnConfigsTest {
  @Test
  void itBecomesTemplatesWithoutFindings() {
    Synthesis own = Synthesis.of(Synthesis.ownConfigs());

    for (String stack :
        List.of(
            "NetworkingStack", "RdsStack", "GlobantPruebaStack", "GlobantAPICicdPipelineStack")) {
      assertThat(own.notCompliant(stack)).isEmpty();
    }
  }
}
