package com.globant.hiring.infra;

import com.globant.hiring.infra.config.ServiceConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/**
 * The bucket for reports, refused rows and backups, and another for the logs of who read from it
 * and of the load balancer.
 */
final class Storage extends Construct {
  /** Put before the keys of all that the service stores. */
  static final String SERVICE_PREFIX = "hiring/";

  private static final String BACKUP_PREFIX = "backups/";
  private static final int LEAST_DAYS_IN_CHEAPER_STORAGE = 30;
  private static final int DAYS_OF_OLD_VERSIONS = 7;

  private final Bucket accessLogs;
  private final Bucket files;

  Storage(Construct scope, ServiceConfig config) {
    super(scope, "Storage");
    accessLogs = logs(this, "AccessLogs", config.logRetentionDays()).build();
    files =
        bucket(this, "Files")
            .serverAccessLogsBucket(accessLogs)
            .serverAccessLogsPrefix("files/")
            .lifecycleRules(
                Stream.of(
                        expiry(
                            "reports", SERVICE_PREFIX + "reports/", config.reportRetentionDays()),
                        expiry(
                            "rejects", SERVICE_PREFIX + "rejects/", config.rejectsRetentionDays()),
                        backups(config.backupRetentionDays()))
                    .toList())
            .build();
    Findings.accept(accessLogs, Map.of("S1", "Nobody would read logs of the reading of logs."));
  }

  Bucket files() {
    return files;
  }

  Bucket accessLogs() {
    return accessLogs;
  }

  /**
   * A bucket for logs.
   *
   * @param days that they are kept
   */
  static Bucket.Builder logs(Construct scope, String id, int days) {
    return bucket(scope, id).lifecycleRules(List.of(expiry("all", "", days)));
  }

  private static Bucket.Builder bucket(Construct scope, String id) {
    return Bucket.Builder.create(scope, id)
        .encryption(BucketEncryption.S3_MANAGED)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .enforceSsl(true)
        .minimumTlsVersion(1.2)
        .versioned(true)
        .removalPolicy(RemovalPolicy.RETAIN);
  }

  private static LifecycleRule expiry(String id, String prefix, int days) {
    return rule(id, prefix, days).build();
  }

  private static LifecycleRule backups(int days) {
    return rule("backups", BACKUP_PREFIX, days)
        .transitions(
            List.of(
                Transition.builder()
                    .storageClass(StorageClass.INFREQUENT_ACCESS)
                    .transitionAfter(Duration.days(LEAST_DAYS_IN_CHEAPER_STORAGE))
                    .build()))
        .build();
  }

  private static LifecycleRule.Builder rule(String id, String prefix, int days) {
    LifecycleRule.Builder rule =
        LifecycleRule.builder()
            .id(id)
            .expiration(Duration.days(days))
            .noncurrentVersionExpiration(Duration.days(DAYS_OF_OLD_VERSIONS))
            .abortIncompleteMultipartUploadAfter(Duration.days(1));
    return prefix.isEmpty() ? rule : rule.prefix(prefix);
  }
}
