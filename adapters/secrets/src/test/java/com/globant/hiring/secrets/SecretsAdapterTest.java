package com.globant.hiring.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class SecretsAdapterTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("ACCESS", "writes"));

  private final SecretsStandIn server;
  private SecretsAdapter secrets;

  SecretsAdapterTest() throws IOException {
    server = new SecretsStandIn();
    secrets = open(server.endpoint(), NEVER);
  }

  @AfterEach
  void close() {
    secrets.close();
    server.close();
  }

  @Test
  void aSecretIsReadUnchanged() {
    String text = "{\"password\": \"'\\\\\\\" ü \uD83D\uDE00\"}\n";
    server.put("hiring/database", text);

    assertThat(watch("hiring/database").get()).isEqualTo(text);
  }

  @Test
  void waitingReadsBeforeTheNextRefresh() {
    server.put("s", "old");
    LiveSecret<String> secret = watch("s");
    server.put("s", "new");
    assertThat(secret.get()).isEqualTo("old");

    assertThat(await(secret.becomes("new"::equals, PATIENCE))).isTrue();
    assertThat(secret.get()).isEqualTo("new");
  }

  @Test
  void aMatchingValueIsNotReadAgain() {
    server.put("s", "old");
    LiveSecret<String> secret = watch("s");

    assertThat(await(secret.becomes("old"::equals, PATIENCE))).isTrue();
    assertThat(server.readings()).isOne();
  }

  @Test
  void waitingEndsAtItsTimeout() {
    server.put("s", "old");
    LiveSecret<String> secret = watch("s");

    assertThat(await(secret.becomes("new"::equals, Duration.ofMillis(1)))).isFalse();
    assertThat(server.readings()).isEqualTo(2);
  }

  @Test
  void concurrentWaitersShareReadings() {
    server.put("s", "old");
    LiveSecret<String> secret = watch("s");
    CountDownLatch bothWait = server.hold();
    CompletionStage<Boolean> first = secret.becomes("new"::equals, PATIENCE);
    CompletionStage<Boolean> second = secret.becomes("new"::equals, PATIENCE);
    server.put("s", "new");
    bothWait.countDown();

    assertThat(await(first)).isTrue();
    assertThat(await(second)).isTrue();
    assertThat(server.readings()).isEqualTo(2);
  }

  @Test
  void theNextRefreshFindsAChange() {
    secrets.close();
    secrets = open(server.endpoint(), SecretsSettings.LEAST_PAUSE);
    server.put("s", "old");
    LiveSecret<String> secret = watch("s");
    server.put("s", "new");

    while (!secret.get().equals("new")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aFailedReadingChangesNothingAndTheNextOneIsUsed() {
    server.put("s", "old");
    LiveSecret<String> secret = watch("s");
    server.fail(500, "InternalServiceError");
    assertThat(await(secret.becomes("new"::equals, Duration.ofMillis(1)))).isFalse();
    assertThat(secret.get()).isEqualTo("old");

    server.recover();
    server.put("s", "new");
    assertThat(await(secret.becomes("new"::equals, PATIENCE))).isTrue();
  }

  @Test
  void aTextThatCannotBeParsedChangesNothing() {
    server.put("s", "1");
    LiveSecret<Integer> secret = secrets.watch("s", Integer::valueOf);
    server.put("s", "one");
    assertThat(await(secret.becomes(value -> value != 1, Duration.ofMillis(1)))).isFalse();
    assertThat(secret.get()).isEqualTo(1);

    server.put("s", "2");
    assertThat(await(secret.becomes(value -> value == 2, PATIENCE))).isTrue();
  }

  @Test
  void afterCloseTheValueStaysAndWaitersEnd() {
    server.put("s", "old");
    LiveSecret<String> secret = watch("s");
    secrets.close();

    assertThat(secret.get()).isEqualTo("old");
    assertThat(await(secret.becomes("new"::equals, PATIENCE))).isFalse();
    assertThatThrownBy(() -> watch("s")).isInstanceOf(SecretUnusable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400,ResourceNotFoundException,does not exist",
    "400,AccessDeniedException,secretsmanager:GetSecretValue",
    "400,UnrecognizedClientException,credentials are not valid",
    "500,InternalServiceError,failed with status 500"
  })
  void anUnreadableSecretIsReportedByName(int status, String code, String told) {
    server.fail(status, code);

    assertThatThrownBy(() -> watch("hiring/database"))
        .isInstanceOf(SecretUnusable.class)
        .hasMessageContainingAll("hiring/database", told);
  }

  @Test
  void aMissingSecretIsReported() {
    assertThatThrownBy(() -> watch("nothing"))
        .isInstanceOf(SecretUnusable.class)
        .hasMessageContainingAll("nothing", "does not exist");
  }

  @Test
  void anUnreachableServerIsReported() {
    secrets.close();
    secrets = open(URI.create("http://127.0.0.1:1"), NEVER);

    assertThatThrownBy(() -> watch("s"))
        .isInstanceOf(SecretUnusable.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void aBinarySecretIsRefused() {
    server.putBytes("s", "AAAA");

    assertThatThrownBy(() -> watch("s"))
        .isInstanceOf(SecretUnusable.class)
        .hasMessageContaining("must be a text");
  }

  @Test
  void anUnparsableSecretIsReportedWithoutItsText() {
    server.put("s", "secret-word");
    Function<String, String> parser =
        text -> {
          throw new IllegalArgumentException(
              "must be a number", new IllegalStateException("not " + text));
        };

    assertThatThrownBy(() -> secrets.watch("s", parser))
        .isInstanceOf(SecretUnusable.class)
        .hasMessage("the secret s must be a number")
        .hasStackTraceContaining("SecretUnusable")
        .hasNoCause();
  }

  @Test
  void aSecretIsNotPrinted() {
    server.put("s", "secret-word");

    assertThat(watch("s")).hasToString("LiveSecret[s]");
  }

  private LiveSecret<String> watch(String name) {
    return secrets.watch(name, Function.identity());
  }

  private static SecretsAdapter open(URI endpoint, Duration refresh) {
    return SecretsAdapter.open(
        new SecretsSettings(null, endpoint, refresh, Duration.ofSeconds(2)), CREDENTIALS);
  }

  private static boolean await(CompletionStage<Boolean> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
