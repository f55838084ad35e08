package com.globant.hiring.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"PT1M", "PT24H", "P7D"})
  void urlExpiryIsAMinuteToAWeek(String expiry) {
    assertThat(settings("bucket", expiry, "PT4S").urlExpiry()).isEqualTo(Duration.parse(expiry));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT59.999S", "P7DT1S", "PT0S", "-PT1H"})
  void otherExpiriesAreRejected(String expiry) {
    assertThatThrownBy(() -> settings("bucket", expiry, "PT4S"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 days");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-PT1S"})
  void silenceMustBePositive(String silence) {
    assertThatThrownBy(() -> settings("bucket", "PT1H", silence))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bucketNameMustNotBeEmpty() {
    assertThatThrownBy(() -> settings(" ", "PT1H", "PT4S"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(settings("bucket", "PT1H", "PT4S").toString())
        .contains("access")
        .doesNotContain("secret-1", "secret-2");
  }

  private static S3Settings settings(String bucket, String expiry, String silence) {
    return new S3Settings(
        bucket,
        null,
        null,
        new S3Settings.Keys("access", "secret-1"),
        () -> new S3Settings.Keys("access", "secret-2"),
        "",
        Duration.parse(expiry),
        Duration.parse(silence));
  }
}
