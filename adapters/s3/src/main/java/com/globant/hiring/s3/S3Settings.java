package com.globant.hiring.s3;

import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bucket, and how it is used.
 *
 * @param bucket an existing bucket
 * @param region of the bucket, such as {@code us-east-1}; null for that of the AWS environment or,
 *     with an endpoint, for a name that compatible stores accept
 * @param endpoint of an S3-compatible store, addressed with the bucket in the path; null for AWS
 * @param credentials that write; null for those of the AWS environment (variables, profile,
 *     instance role)
 * @param signingCredentials that sign the URLs; null for those that write. A URL expires with the
 *     temporary credentials that signed it, such as those of an instance role. With a key of its
 *     own, which may only read, it lives as long as configured. Called for each URL, so that a
 *     changed key is used; must not block
 * @param keyPrefix before every key, such as {@code hiring/}; may be empty
 * @param urlExpiry how long a URL can be read, in whole seconds, between {@link #MIN_URL_EXPIRY}
 *     and {@link #MAX_URL_EXPIRY}
 * @param silence how long the store may be silent, while connecting or later, before a request is
 *     retried; there are three tries
 */
public record S3Settings(
    String bucket,
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable Keys credentials,
    @Nullable Supplier<Keys> signingCredentials,
    String keyPrefix,
    Duration urlExpiry,
    Duration silence) {

  public static final Duration MIN_URL_EXPIRY = Duration.ofMinutes(1);

  /** The longest lifetime that S3 allows. */
  public static final Duration MAX_URL_EXPIRY = Duration.ofDays(7);

  /** With three tries, a store that is down is reported within 15 seconds. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(4);

  /**
   * @throws IllegalArgumentException if a value is out of its range
   */
  public S3Settings {
    if (bucket.isBlank()) {
      throw new IllegalArgumentException("The bucket has no name");
    }
    if (urlExpiry.compareTo(MIN_URL_EXPIRY) < 0 || urlExpiry.compareTo(MAX_URL_EXPIRY) > 0) {
      throw new IllegalArgumentException(
          "URLs can be read for 1 minute to 7 days, not for " + urlExpiry);
    }
    if (silence.isNegative() || silence.isZero()) {
      throw new IllegalArgumentException("The silence must be positive, not " + silence);
    }
  }

  /** A long-lived access key. */
  public record Keys(String accessKey, String secretKey) {
    /** Does not show the secret. */
    @Override
    public String toString() {
      return "Keys[accessKey=" + accessKey + "]";
    }
  }
}
