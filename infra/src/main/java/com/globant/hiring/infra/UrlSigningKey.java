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
 * An access key that signs the URLs of reports and refused rows. It may only read objects of the
 * service. A URL signed by the instance role would expire with the role's session.
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
                // Sorted, so that the template is the same each time.
                new TreeMap<>(
                    Map.of(
                        // The id is public: every URL contains it.
                        "access_key_id", SecretValue.unsafePlainText(key.getAccessKeyId()),
                        "secret_access_key", key.getSecretAccessKey())))
            .build();
    Findings.accept(
        this,
        Map.of(
            "IAM5", "The key may read every object of the service, and nothing else.",
            "SMG4",
                "A new key invalidates all URLs, so url_signing_key_serial rotates it on demand."));
  }

  Secret secret() {
    return secret;
  }
}
