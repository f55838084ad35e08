package com.globant.hiring.bulk;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the job is run by EMR Serverless. The credentials come from the AWS environment (variables,
 * profile, instance role).
 *
 * @param applicationId of the application, which has its limits, network and logs
 * @param roleArn of the role that the job runs with
 * @param jar of the job, an {@code s3} URI
 * @param databaseSecret name or ARN of the secret with the job's database account, or null for the
 *     account that the descriptions of jobs name, without a password
 * @param timeout after which EMR Serverless cancels a run, in whole minutes
 * @param conf further settings of Spark, each {@code name=value} without blanks
 * @param region of the application; null for that of the AWS environment, or for any if there is an
 *     endpoint
 * @param endpoint of a server in place of AWS; null for AWS
 * @param silence time without an answer after which a request is repeated; there are three attempts
 */
public record EmrServerlessSettings(
    String applicationId,
    String roleArn,
    String jar,
    @Nullable String databaseSecret,
    Duration timeout,
    List<String> conf,
    @Nullable String region,
    @Nullable URI endpoint,
    Duration silence) {

  /** With three attempts, an unreachable EMR Serverless is reported within 40 seconds. */
  public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(10);

  /** Copies the list. */
  public EmrServerlessSettings {
    conf = List.copyOf(conf);
  }
}
