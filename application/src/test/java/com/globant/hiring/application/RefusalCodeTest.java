package com.globant.hiring.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.raw.FileRefused;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalCodeTest {
  @ParameterizedTest
  @EnumSource
  void everyReasonOfAFileRefusalHasACode(FileRefused.Reason reason) {
    assertThat(RefusalCode.of(reason).name()).isEqualTo(reason.name());
  }
}
