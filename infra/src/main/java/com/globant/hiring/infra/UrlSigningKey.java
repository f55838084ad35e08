package com.globant.hiring.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.services.iam.AccessKey;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.User;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.constructs.Construct;

/**
 * A key that may only read what the service has stored. URLs signed with it live as long as they
 * say, while those of an instance's role die with its session.
 */
final class UrlSigningKey extends Construct {
  private final Secret secret;

  UrlSigningKey(Construct scope, IBucket bucket, int serial) {
    super(scope, "UrlSigningKey");
    User user = User.Builder.create(this, "User").build();
    user.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("ReadWhatUrlsAreSignedFor")
            .actions(List.of("s3:GetObject"))
            .resources(List.of(bucket.arnForObjects(Storage.SERVICE_PREFIX + "*")))
            .build());
    AccessKey key = AccessKey.Builder.create(this, "Key").user(user).serial(serial).build();
    secret =
        Secret.Builder.create(this, "Secret")
            .description("Key that signs the URLs of reports and refused rows")
            .secretObjectValue(
                // In the same order each time.
                new TreeMap<>(
                    Map.of(
                        // The id is no secret: it is in every URL.
                        "access_key_id", SecretValue.unsafePlainText(key.getAccessKeyId()),
                        "secret_access_key", key.getSecretAccessKey())))
            .build();
    Findings.accept(
        this,
        Map.of(
            "IAM5", "URLs are for every object that the service stores, and for reading alone.",
            "SMG4", "A new key ends the URLs of the old one: rotated by url_signing_key_serial."));
  }

  Secret secret() {
    return secret;
  }
}
