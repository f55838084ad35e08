package com.globant.hiring.secrets;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets are kept and how they are read. The credentials come from the AWS environment
 * (variables, profile, instance role).
 *
 * @param region of the secrets, such as {@code us-east-1}; null for that of the AWS environment, or
 *     for any if there is an endpoint
 * @param endpoint of a server in place of AWS; null for AWS
 * @param refresh time after which a secret is read again, at least {@link #LEAST_PAUSE}
 * @param silence time without an answer after which a request is repeated; there are three attempts
 */
public record SecretsSettings(
    @Nullable String region, @Nullable URI endpoint, Duration refresh, Duration silence) {

  /** Minimum time between two readings of a secret. */
  public static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

  /** With three attempts, an unreachable Secrets Manager is reported within 15 seconds. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(4);
}
