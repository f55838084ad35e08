package com.globant.hiring.s3;

import com.globant.hiring.application.file.PresignedUrl;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;

/**
 * Signs URLs that read one object, by Signature Version 4 in the query. No header but the host is
 * part of the signature, so that any client can read them.
 *
 * <p>The SDK's presigner uses the system's clock only, and ignores when the credentials expire.
 */
final class UrlSigner {
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsProvider credentials;
  private final Duration expiry;
  private final Clock clock;

  UrlSigner(AwsCredentialsProvider credentials, Duration expiry, Clock clock) {
    this.credentials = credentials;
    this.expiry = expiry.truncatedTo(ChronoUnit.SECONDS);
    this.clock = clock;
  }

  /**
   * Signs the URL of an object, until the expiry or the end of the credentials, whichever is
   * earlier. May block while credentials are looked up.
   *
   * @param url of the object, unsigned
   */
  PresignedUrl sign(URI url, Region region) {
    AwsCredentialsIdentity identity = credentials.resolveCredentials();
    Instant signedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Duration lifetime =
        identity
            .expirationTime()
            .map(end -> shorter(expiry, Duration.between(signedAt, end)))
            .orElse(expiry);
    SdkHttpRequest signed =
        signer
            .sign(
                request ->
                    request
                        .identity(identity)
                        .request(
                            SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(url).build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                        .putProperty(
                            AwsV4HttpSigner.AUTH_LOCATION,
                            AwsV4HttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, lifetime)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        // S3 signs the path as it is sent.
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(
                            HttpSigner.SIGNING_CLOCK, Clock.fixed(signedAt, ZoneOffset.UTC)))
            .request();
    return new PresignedUrl(signed.getUri(), signedAt.plus(lifetime));
  }

  /** In whole seconds, at least one. */
  private static Duration shorter(Duration asked, Duration left) {
    Duration whole = left.truncatedTo(ChronoUnit.SECONDS);
    Duration lasting = whole.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : whole;
    return lasting.compareTo(asked) < 0 ? lasting : asked;
  }
}
