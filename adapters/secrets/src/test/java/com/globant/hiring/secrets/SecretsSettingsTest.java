package com.globant.hiring.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecretsSettingsTest {

  @Test
  void refreshIsAtLeastOneSecond() {
    assertThat(settings("PT1S", "PT4S").refresh()).isEqualTo(SecretsSettings.LEAST_PAUSE);
    assertThatThrownBy(() -> settings("PT0.999S", "PT4S"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void silenceMustBePositive() {
    assertThatThrownBy(() -> settings("PT60S", "PT0S"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> settings("PT60S", "-PT1S"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SecretsSettings settings(String refresh, String silence) {
    return new SecretsSettings(null, null, Duration.parse(refresh), Duration.parse(silence));
  }
}
