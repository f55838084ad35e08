package com.globant.hiring.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.bulk.BulkRunState;
import com.globant.hiring.application.bulk.BulkRunState.Status;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

class EmrServerlessEngineTest {
  private static final URI DESCRIPTION = URI.create("s3://bucket/bulk/description.json");
  private static final String ROLE = "arn:aws:iam::111111111111:role/job";
  private static final String SECRET = "arn:aws:secretsmanager:us-east-1:111111111111:secret:bulk";

  private final UUID load = UUID.randomUUID();
  private final EmrServerlessStandIn server = new EmrServerlessStandIn();
  private final EmrServerlessEngine engine = engine(server.endpoint(), "s3://bucket/job.jar");

  EmrServerlessEngineTest() throws IOException {}

  private static EmrServerlessEngine engine(URI endpoint, String jar) {
    return new EmrServerlessEngine(
        new EmrServerlessSettings(
            EmrServerlessStandIn.APPLICATION,
            ROLE,
            jar,
            SECRET,
            Duration.ofHours(6),
            List.of("spark.executor.cores=4"),
            null,
            endpoint,
            Duration.ofSeconds(20)),
        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")));
  }

  @AfterEach
  void close() {
    engine.close();
    server.close();
  }

  private static String at(JsonNode node, String... path) {
    JsonNode found = node;
    for (String name : path) {
      found = found.field(name).orElseThrow();
    }
    return found.isString() ? found.asString() : String.valueOf(found);
  }

  @Test
  void startSendsTheJobWithAReferenceToTheSecret() {
    engine.start(load, DESCRIPTION);

    JsonNode request = server.started().get(0);
    assertThat(at(request, "clientToken")).isEqualTo(load.toString());
    assertThat(at(request, "executionRoleArn")).isEqualTo(ROLE);
    assertThat(at(request, "executionTimeoutMinutes")).isEqualTo("360");
    assertThat(at(request, "name")).isEqualTo("hiring load " + load);
    assertThat(at(request, "jobDriver", "sparkSubmit", "entryPoint"))
        .isEqualTo("s3://bucket/job.jar");
    assertThat(at(request, "jobDriver", "sparkSubmit", "entryPointArguments"))
        .contains(DESCRIPTION.toString());
    assertThat(at(request, "jobDriver", "sparkSubmit", "sparkSubmitParameters"))
        .isEqualTo(
            "--class com.globant.hiring.spark.SparkJob --conf spark.executor.cores=4"
                + " --conf spark.hiring.database.secret=EMR.secret@"
                + SECRET);
  }

  @Test
  void secondStartFindsTheRunThatGoesOn() {
    String run = engine.start(load, DESCRIPTION);

    try (EmrServerlessEngine other = engine(server.endpoint(), "s3://bucket/job.jar")) {
      assertThat(other.start(load, DESCRIPTION)).isEqualTo(run);
    }
    assertThat(server.started()).hasSize(1);
  }

  @Test
  void succeededRunIsFoundToo() {
    String run = engine.start(load, DESCRIPTION);
    server.state(run, "SUCCESS", "");

    assertThat(engine.start(load, DESCRIPTION)).isEqualTo(run);
  }

  @Test
  void failedRunIsFollowedByAnotherOne() {
    String first = engine.start(load, DESCRIPTION);
    server.state(first, "FAILED", "");

    String second = engine.start(load, DESCRIPTION);

    assertThat(second).isNotEqualTo(first);
    assertThat(engine.start(load, DESCRIPTION)).isEqualTo(second);
    assertThat(at(server.started().get(1), "clientToken")).isEqualTo(load + "-2");
  }

  @Test
  void runIsStartedAgainByAServiceWithAnotherJar() {
    String first = engine.start(load, DESCRIPTION);
    server.state(first, "FAILED", "");

    try (EmrServerlessEngine newer = engine(server.endpoint(), "s3://bucket/newer.jar")) {
      assertThat(newer.start(load, DESCRIPTION)).isNotEqualTo(first);
    }
    assertThat(server.started()).hasSize(2);
  }

  @Test
  void loadWhoseRunsAllFailIsRefused() {
    assertThatThrownBy(
            () -> {
              while (true) {
                server.state(engine.start(load, DESCRIPTION), "FAILED", "");
              }
            })
        .isInstanceOf(Refused.class)
        .hasMessageContaining("10 runs of the load have failed");
    assertThat(server.started()).hasSize(10);
  }

  @ParameterizedTest
  @CsvSource({
    "SUBMITTED,QUEUED",
    "PENDING,QUEUED",
    "SCHEDULED,QUEUED",
    "QUEUED,QUEUED",
    "RUNNING,RUNNING",
    "CANCELLING,RUNNING",
    "A_STATE_OF_TOMORROW,RUNNING",
    "SUCCESS,SUCCEEDED",
    "FAILED,FAILED",
    "CANCELLED,CANCELLED"
  })
  void statesAreThoseOfThePort(String state, Status status) {
    String run = engine.start(load, DESCRIPTION);
    server.state(run, state, "");

    assertThat(engine.state(run).status()).isEqualTo(status);
  }

  @Test
  void failureHasItsReason() {
    String run = engine.start(load, DESCRIPTION);
    server.state(run, "FAILED", ", \"stateDetails\": \"Job failed, exit code 1.\"");

    assertThat(engine.state(run).detail()).contains(run, "Job failed, exit code 1.", "driver log");
  }

  @Test
  void successSaysWhatWasBilled() {
    String run = engine.start(load, DESCRIPTION);
    server.state(
        run,
        "SUCCESS",
        ", \"billedResourceUtilization\": {\"vCPUHour\": 1.5, \"memoryGBHour\": 6}");

    assertThat(engine.state(run).detail())
        .isEqualTo("1.500 vCPU hours and 6.000 GB hours of memory were billed");
  }

  @Test
  void unknownRunIsUnknown() {
    BulkRunState state = engine.state("00rother");

    assertThat(state.status()).isEqualTo(Status.UNKNOWN);
    assertThat(state.detail()).contains("00rother");
  }

  @Test
  void cancelEndsARunThatGoesOnAndNoOther() {
    String run = engine.start(load, DESCRIPTION);
    engine.cancel(run);
    assertThat(server.state(run)).contains("CANCELLING");

    server.state(run, "CANCELLED", "");
    engine.cancel(run);
    engine.cancel("00rother");

    assertThat(engine.state(run).status()).isEqualTo(Status.CANCELLED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403|AccessDeniedException|iam:PassRole on " + ROLE,
        "400|ValidationException|refuses the request",
        "402|ServiceQuotaExceededException|a quota of the account",
        "403|ExpiredTokenException|credentials are not valid",
        "500|InternalServerException|status 500 (InternalServerException)"
      })
  void refusalsSayWhatToDo(int status, String code, String advice) {
    server.fail(status, code, 3);

    assertThatThrownBy(() -> engine.start(load, DESCRIPTION))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.BULK_ENGINE_UNAVAILABLE))
        .hasMessageContaining(EmrServerlessStandIn.APPLICATION)
        .hasMessageContaining(advice);
  }

  @Test
  void failureOfOneRequestIsRepeated() {
    server.fail(500, "InternalServerException", 2);

    assertThat(engine.state(engine.start(load, DESCRIPTION)).status()).isEqualTo(Status.QUEUED);
  }

  @Test
  void unreachableServerIsRefused() {
    server.close();

    assertThatThrownBy(() -> engine.state("00r1"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("cannot be reached");
  }
}
