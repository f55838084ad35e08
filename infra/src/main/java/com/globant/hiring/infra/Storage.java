package com.globant.hiring.infra;

import com.globant.hiring.infra.config.ServiceConfig;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/** The bucket for reports, refused rows and backups, and the bucket for access logs. */
final class Storage extends Construct {
  /** Prefix of all object keys of the service. */
  static final String SERVICE_PREFIX = "hiring/";

  /** Prefix of the descriptions and results of runs on Spark. */
  static final String BULK_PREFIX = SERVICE_PREFIX + "bulk/";

  private static final int MIN_DAYS_BEFORE_TRANSITION = 30;
  private static final int OLD_VERSION_DAYS = 7;

  private final Bucket accessLogs;
  private final Bucket files;

  /**
   * @param bulk whether there are loads on Spark
   */
  Storage(Construct scope, ServiceConfig config, boolean bulk) {
    super(scope, "Storage");
    accessLogs = logs(this, "AccessLogs", config.logRetentionDays()).build();
    files =
        bucket(this, "Files")
            .serverAccessLogsBucket(accessLogs)
            .serverAccessLogsPrefix("files/")
            .lifecycleRules(
                List.of(
                    rule("reports", config.reportRetentionDays())
                        .prefix(SERVICE_PREFIX + "reports/")
                        .build(),
                    rule("rejects", config.rejectsRetentionDays())
                        .prefix(SERVICE_PREFIX + "rejects/")
                        .build(),
                    rule("sources", config.rejectsRetentionDays())
                        .prefix(SERVICE_PREFIX + "sources/")
                        .build(),
                    rule("backups", config.backupRetentionDays())
                        .prefix("backups/")
                        .transitions(
                            List.of(
                                Transition.builder()
                                    .storageClass(StorageClass.INFREQUENT_ACCESS)
                                    .transitionAfter(Duration.days(MIN_DAYS_BEFORE_TRANSITION))
                                    .build()))
                        .build()))
            .build();
    if (bulk) {
      // The service deletes them when a load ends; this is for those that it could not delete.
      files.addLifecycleRule(
          rule("bulk", config.rejectsRetentionDays()).prefix(BULK_PREFIX).build());
    }
    Findings.accept(accessLogs, Map.of("S1", "A log bucket needs no access log of its own."));
  }

  Bucket files() {
    return files;
  }

  Bucket accessLogs() {
    return accessLogs;
  }

  /** A bucket for logs, which are deleted after some days. */
  static Bucket.Builder logs(Construct scope, String id, int days) {
    return bucket(scope, id).lifecycleRules(List.of(rule("all", days).build()));
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

  private static LifecycleRule.Builder rule(String id, int days) {
    return LifecycleRule.builder()
        .id(id)
        .expiration(Duration.days(days))
        .noncurrentVersionExpiration(Duration.days(OLD_VERSION_DAYS))
        .abortIncompleteMultipartUploadAfter(Duration.days(1));
  }
}
