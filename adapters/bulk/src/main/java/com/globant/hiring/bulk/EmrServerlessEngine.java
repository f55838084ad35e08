package com.globant.hiring.bulk;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.bulk.BulkEngine;
import com.globant.hiring.application.bulk.BulkRunState;
import com.globant.hiring.application.bulk.BulkRunState.Status;
import java.net.URI;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClient;
import software.amazon.awssdk.services.emrserverless.EmrServerlessClientBuilder;
import software.amazon.awssdk.services.emrserverless.model.ConflictException;
import software.amazon.awssdk.services.emrserverless.model.EmrServerlessException;
import software.amazon.awssdk.services.emrserverless.model.JobRun;
import software.amazon.awssdk.services.emrserverless.model.JobRunState;
import software.amazon.awssdk.services.emrserverless.model.ResourceNotFoundException;
import software.amazon.awssdk.services.emrserverless.model.ResourceUtilization;
import software.amazon.awssdk.services.emrserverless.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;
import software.amazon.awssdk.services.emrserverless.model.ValidationException;

/**
 * Runs the job by EMR Serverless. The token of a start is made of the load's id, so that a second
 * start finds the first run instead of paying for another one.
 */
final class EmrServerlessEngine implements BulkEngine, AutoCloseable {
  private static final String JOB = "com.globant.hiring.spark.SparkJob";

  /**
   * Names the property as the job reads it; EMR Serverless puts the content of the secret there.
   */
  private static final String SECRET = "spark.hiring.database.secret=EMR.secret@";

  private static final int TRIES = 3;

  /** A signature must name a region, even for a server in place of AWS. */
  private static final Region DEFAULT_REGION = Region.US_EAST_1;

  /** A load whose runs have failed so many times is not started again. */
  private static final int MOST_RUNS = 10;

  private final EmrServerlessSettings settings;
  private final AwsCredentialsProvider credentials;
  private @Nullable EmrServerlessClient client;

  /** Does not connect before the first call. */
  EmrServerlessEngine(EmrServerlessSettings settings, AwsCredentialsProvider credentials) {
    this.settings = settings;
    this.credentials = credentials;
  }

  @Override
  public String name() {
    return "emr-serverless";
  }

  @Override
  public String start(UUID loadId, URI description) {
    for (int number = 1; number <= MOST_RUNS; number++) {
      String token = number == 1 ? loadId.toString() : loadId + "-" + number;
      String run = start(loadId, token, description);
      // A token gives its run for good, also if that has failed.
      if (run != null && !isLost(state(run).status())) {
        return run;
      }
    }
    throw new Refused(
        RefusalCode.BULK_ENGINE_UNAVAILABLE,
        "%d runs of the load have failed in EMR Serverless application %s"
            .formatted(MOST_RUNS, settings.applicationId()));
  }

  private static boolean isLost(Status status) {
    return status == Status.FAILED || status == Status.CANCELLED;
  }

  /**
   * @return null if the token belongs to a run that was started with other settings
   */
  private @Nullable String start(UUID loadId, String token, URI description) {
    try {
      return call(() -> client().startJobRun(request(loadId, token, description)).jobRunId());
    } catch (ConflictException otherSettings) {
      return null;
    }
  }

  private StartJobRunRequest request(UUID loadId, String token, URI description) {
    StringBuilder parameters = new StringBuilder("--class " + JOB);
    settings.conf().forEach(setting -> parameters.append(" --conf ").append(setting));
    if (settings.databaseSecret() != null) {
      parameters.append(" --conf ").append(SECRET).append(settings.databaseSecret());
    }
    return StartJobRunRequest.builder()
        .applicationId(settings.applicationId())
        .clientToken(token)
        .name("hiring load " + loadId)
        .executionRoleArn(settings.roleArn())
        .executionTimeoutMinutes(settings.timeout().toMinutes())
        .jobDriver(
            driver ->
                driver.sparkSubmit(
                    submit ->
                        submit
                            .entryPoint(settings.jar())
                            .entryPointArguments(description.toString())
                            .sparkSubmitParameters(parameters.toString())))
        .build();
  }

  @Override
  public BulkRunState state(String runId) {
    try {
      return state(
          call(
              () ->
                  client()
                      .getJobRun(get -> get.applicationId(settings.applicationId()).jobRunId(runId))
                      .jobRun()));
    } catch (ResourceNotFoundException noSuchRun) {
      return new BulkRunState(
          Status.UNKNOWN,
          "EMR Serverless application %s has no run %s".formatted(settings.applicationId(), runId));
    }
  }

  private static BulkRunState state(JobRun run) {
    JobRunState state = run.state();
    return switch (state) {
      case SUBMITTED, PENDING, SCHEDULED, QUEUED -> new BulkRunState(Status.QUEUED, null);
      // A state that this version does not know is not an end.
      case RUNNING, CANCELLING, UNKNOWN_TO_SDK_VERSION -> new BulkRunState(Status.RUNNING, null);
      case SUCCESS -> new BulkRunState(Status.SUCCEEDED, billed(run.billedResourceUtilization()));
      case FAILED -> new BulkRunState(Status.FAILED, failure(run));
      case CANCELLED -> new BulkRunState(Status.CANCELLED, run.stateDetails());
    };
  }

  private static @Nullable String billed(@Nullable ResourceUtilization billed) {
    return billed == null || billed.vcpuHour() == null || billed.memoryGBHour() == null
        ? null
        : String.format(
            Locale.ROOT,
            "%.3f vCPU hours and %.3f GB hours of memory were billed",
            billed.vcpuHour(),
            billed.memoryGBHour());
  }

  private static String failure(JobRun run) {
    return "EMR Serverless job run %s failed: %s See its driver log."
        .formatted(run.jobRunId(), run.stateDetails() == null ? "" : run.stateDetails());
  }

  @Override
  public void cancel(String runId) {
    try {
      call(
          () ->
              client()
                  .cancelJobRun(
                      cancel -> cancel.applicationId(settings.applicationId()).jobRunId(runId)));
    } catch (ResourceNotFoundException | ConflictException ended) {
      // There is nothing to cancel.
    }
  }

  /** Makes failures refusals, but those that callers expect. */
  private <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (ResourceNotFoundException | ConflictException expected) {
      throw expected;
    } catch (SdkException failure) {
      throw new Refused(
          RefusalCode.BULK_ENGINE_UNAVAILABLE,
          "EMR Serverless application %s cannot be used: %s"
              .formatted(settings.applicationId(), why(failure)),
          failure);
    }
  }

  private String why(SdkException failure) {
    if (failure instanceof ServiceQuotaExceededException) {
      return "a quota of the account is used up; load later, or raise it";
    }
    if (failure instanceof ValidationException) {
      return "it refuses the request (bulk.emr_serverless): " + failure.getMessage();
    }
    if (failure instanceof EmrServerlessException answer && answer.awsErrorDetails() != null) {
      return switch (String.valueOf(answer.awsErrorDetails().errorCode())) {
        case "AccessDeniedException" ->
            "the service's credentials must allow emr-serverless:StartJobRun, GetJobRun and CancelJobRun on it, and iam:PassRole on "
                + settings.roleArn();
        case "UnrecognizedClientException",
            "InvalidSignatureException",
            "ExpiredTokenException",
            "MissingAuthenticationTokenException" ->
            "the service's AWS credentials are not valid";
        default ->
            "it failed with status %d (%s)"
                .formatted(answer.statusCode(), answer.awsErrorDetails().errorCode());
      };
    }
    return "it cannot be reached, or there are no AWS credentials or no region (bulk.emr_serverless.region): "
        + failure.getMessage();
  }

  /** Made on first use, since that takes some tenths of a second. */
  private synchronized EmrServerlessClient client() {
    EmrServerlessClient made = client;
    if (made == null) {
      made = create();
      client = made;
    }
    return made;
  }

  private EmrServerlessClient create() {
    EmrServerlessClientBuilder builder =
        EmrServerlessClient.builder()
            .credentialsProvider(credentials)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(settings.silence())
                    .socketTimeout(settings.silence()))
            .overrideConfiguration(
                overrides ->
                    overrides
                        .apiCallTimeout(settings.silence().multipliedBy(TRIES + 1))
                        .retryStrategy(StandardRetryStrategy.builder().maxAttempts(TRIES).build()));
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
      if (settings.region() == null) {
        builder.region(DEFAULT_REGION);
      }
    }
    return builder.build();
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
