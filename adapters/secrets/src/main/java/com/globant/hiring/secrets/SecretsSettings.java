package com.globant.hiring.secrets;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets are and how they are read. With which credentials is what the AWS environment gives
 * (variables, profile, instance role).
 *
 * @param region of the secrets, such as {@code us-east-1}; null for what the AWS environment says,
 *     or, with an endpoint, for a name that stand-ins take
 * @param endpoint of a stand-in; null for AWS
 * @param refresh after how long a secret is read again, at least {@link #LEAST_PAUSE}
 * @param silence how long Secrets Manager may be silent, on connecting or under way, before a
 *     request is tried again; there are three tries
 */
public record SecretsSettings(
    @Nullable String region, @Nullable URI endpoint, Duration refresh, Duration silence) {

  /** No secret is read more often than this, whoever asks for it. */
  public static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  /** After three such silences Secrets Manager is told to be dead within 15 seconds. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(4);

  /**
   * @throws IllegalArgumentException where a value is out of its range
   */
  public SecretsSettings {
    if (refresh.compareTo(LEAST_PAUSE) < 0) {
      throw new IllegalArgumentException("The refresh must be at least 1 s, not " + refresh);
    }
    if (silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("The silence must be positive, not " + silence);
    }
  }
}
