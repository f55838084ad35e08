package com.globant.hiring.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.file.PresignedUrl;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class UrlSignerTest {
  private static final URI OBJECT = URI.create("https://examplebucket.s3.amazonaws.com/test.txt");
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final Duration DAY = Duration.ofHours(24);

  /**
   * The worked example of "Authenticating Requests: Using Query Parameters" in the API reference.
   */
  @Test
  void signatureEqualsTheExampleOfTheS3Reference() {
    AwsCredentials example =
        AwsBasicCredentials.create(
            "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    PresignedUrl signed = sign(example, DAY, NOW);

    assertThat(signed.url().toString())
        .startsWith(OBJECT + "?")
        .contains("X-Amz-Algorithm=AWS4-HMAC-SHA256")
        .contains("X-Amz-Date=20130524T000000Z")
        .contains("X-Amz-Expires=86400")
        .contains("X-Amz-SignedHeaders=host")
        .contains(
            "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
    assertThat(signed.expiresAt()).isEqualTo("2013-05-25T00:00:00Z");
  }

  @Test
  void partsOfASecondAreIgnored() {
    PresignedUrl signed = sign(AwsBasicCredentials.create("A", "S"), DAY, NOW.plusMillis(999));

    assertThat(signed.expiresAt()).isEqualTo(NOW.plus(DAY));
  }

  @Test
  void urlExpiresWithTheCredentialsThatSignedIt() {
    PresignedUrl signed = sign(temporary(NOW.plus(Duration.ofHours(6))), DAY, NOW);

    assertThat(signed.expiresAt()).isEqualTo(NOW.plus(Duration.ofHours(6)));
    assertThat(signed.url().getRawQuery())
        .contains("X-Amz-Expires=21600")
        .contains("X-Amz-Security-Token=token");
  }

  @Test
  void longerLivedCredentialsDoNotExtendTheUrl() {
    PresignedUrl signed = sign(temporary(NOW.plus(Duration.ofHours(36))), DAY, NOW);

    assertThat(signed.expiresAt()).isEqualTo(NOW.plus(DAY));
    assertThat(signed.url().getRawQuery()).contains("X-Amz-Expires=86400");
  }

  @Test
  void urlOfExpiringCredentialsLastsWholeSeconds() {
    PresignedUrl signed = sign(temporary(NOW.plusMillis(90_999)), DAY, NOW);

    assertThat(signed.expiresAt()).isEqualTo(NOW.plusSeconds(90));
  }

  @Test
  void urlOfExpiredCredentialsLastsOneSecond() {
    PresignedUrl signed = sign(temporary(NOW.minusSeconds(1)), DAY, NOW);

    assertThat(signed.expiresAt()).isEqualTo(NOW.plusSeconds(1));
    assertThat(signed.url().getRawQuery()).contains("X-Amz-Expires=1&");
  }

  private static AwsCredentials temporary(Instant end) {
    return AwsSessionCredentials.builder()
        .accessKeyId("A")
        .secretAccessKey("S")
        .sessionToken("token")
        .expirationTime(end)
        .build();
  }

  private static PresignedUrl sign(AwsCredentials credentials, Duration expiry, Instant now) {
    return new UrlSigner(
            StaticCredentialsProvider.create(credentials), expiry, Clock.fixed(now, ZoneOffset.UTC))
        .sign(OBJECT, Region.US_EAST_1);
  }
}
