package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.globant.hiring.http.ApiKey;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services configured with names of secrets only, whose AWS credentials are those of a role: one
 * signs URLs with a key pair of a secret, the other signs as the role and reads API keys from a
 * secret.
 */
@SuppressWarnings("NullAway.Init") // by the method that starts the services
class RotatedSecretsIT {
  private static final String REPORT = "/first_sql_requirement";
  private static final String ACCOUNT = "hiring/account-" + TestDatabase.newSchemaName();
  private static final String SIGNING = "hiring/signing-" + TestDatabase.newSchemaName();
  private static final String KEYS = "hiring/keys-" + TestDatabase.newSchemaName();
  private static final ApiKey READER = ApiKey.create("reports", "reader");

  /** Texts that no log may contain. */
  private static final List<String> SECRETS = new ArrayList<>();

  @TempDir private static Path directory;
  private static AwsUnderTest aws;
  private static TestDatabase account;
  private static String schema;
  private static Sql sql;
  private static ForkedService signing;
  private static ForkedService guarded;

  @BeforeAll
  static void start() throws IOException {
    TestDatabase database = TestDatabase.running();
    schema = TestDatabase.newSchemaName();
    sql = new Sql(database, schema);
    account = database.withUser(schema.substring(0, 20), secret("password-0"), schema);
    aws = AwsUnderTest.start(directory.resolve("store"));
    putAccount("password-0");
    putSigningKeys(aws.signingKeys());
    aws.put(KEYS, READER.line());
    SECRETS.add(READER.key());

    Map<String, String> settings = new HashMap<>(aws.settings());
    settings.put("HIRING_DATABASE_SECRET", ACCOUNT);
    settings.put("HIRING_DATABASE_SCHEMAS", schema);
    settings.put("HIRING_DATABASE_SERVICE_SCHEMA", TestDatabase.serviceSchema(schema));
    settings.put("HIRING_LOG_LEVEL", "debug");
    Map<String, String> withKeys = new HashMap<>(settings);
    settings.put("HIRING_STORAGE_SIGNING_SECRET", SIGNING);
    signing = ForkedService.start(Files.createDirectory(directory.resolve("signing")), settings);
    withKeys.put("HIRING_AUTH_MODE", "api-key");
    withKeys.put("HIRING_AUTH_API_KEYS_SECRET", KEYS);
    guarded = ForkedService.start(Files.createDirectory(directory.resolve("guarded")), withKeys);
  }

  @AfterAll
  static void stop() {
    signing.close();
    guarded.close();
    sql.execute("DROP USER " + account.user());
    sql.drop(schema);
    aws.close();
  }

  @AfterEach
  void noSecretIsLogged() throws IOException {
    for (String service : List.of("signing", "guarded")) {
      assertThat(Files.readString(directory.resolve(service).resolve("service.log")))
          .doesNotContain(SECRETS);
    }
  }

  @Test
  void aPasswordIsRotatedWhileLoadsRun() throws Exception {
    HiringServer server = signing.server();
    List<SlowLoad> running = new ArrayList<>();
    running.add(SlowLoad.begin(server, "departments", "append=true"));
    for (int rotation = 1; rotation <= 3; rotation++) {
      String password = secret("password-" + rotation);
      sql.execute("ALTER USER %s IDENTIFIED BY '%s'".formatted(account.user(), password));
      // All connections for loads are held, so that this needs another one.
      CompletableFuture<SlowLoad> next = CompletableFuture.supplyAsync(RotatedSecretsIT::begin);
      putAccount(password);
      running.add(next.get());
    }

    for (int i = 0; i < running.size(); i++) {
      running
          .get(i)
          .send("%d,Department %d\n".formatted(i, i))
          .finish()
          .assertLoaded(1, 1, 0, 0, 0);
    }
    assertThat(sql.rows("SELECT id FROM departments ORDER BY id"))
        .containsExactly("0", "1", "2", "3");
    assertThat(server.get("/health/ready").status()).isEqualTo(200);
    assertThat(Files.readString(directory.resolve("signing/service.log")))
        .contains("The secret " + ACCOUNT + " has changed");
  }

  @Test
  void urlsOfTheSigningSecretLastTheirFullTimeAfterAChange() {
    String[] keys = aws.signingKeys();
    JsonNode report = signing.server().get(REPORT).json();

    String url = report.get("presigned-url").asText();
    assertThat(url).contains("X-Amz-Credential=" + keys[0] + "%2F").doesNotContain("Token");
    assertThat(Instant.parse(report.get("expires_at").asText()))
        .isAfter(Instant.now().plus(Duration.ofHours(23)));
    assertThat(signing.server().fetch(url).text()).startsWith("department,job,Q1");

    putSigningKeys("OTHER", "signs-too");
    Eventually.until("the other key signs", () -> reportUrl().contains("Credential=OTHER%2F"));
    putSigningKeys(keys);
    Eventually.until("the key signs again", () -> reportUrl().contains(keys[0] + "%2F"));
  }

  @Test
  void urlsSignedByTheRoleEndWithItsSession() {
    assumeTrue(aws.knowsSessions(), "the embedded S3 server refuses the tokens of sessions");
    JsonNode report = guarded.server().get(REPORT, "X-Api-Key", READER.key()).json();

    assertThat(Instant.parse(report.get("expires_at").asText())).isEqualTo(aws.role().end());
    String url = report.get("presigned-url").asText();
    assertThat(url).contains("X-Amz-Security-Token=");
    assertThat(guarded.server().fetch(url).text()).startsWith("department,job,Q1");
  }

  @Test
  void apiKeysFollowTheirSecret() {
    ApiKey late = ApiKey.create("late", "reader");
    SECRETS.add(late.key());
    assertThat(status(late)).isEqualTo(401);

    aws.put(KEYS, READER.line() + "\n" + late.line());
    Eventually.until("the new key is known", () -> status(late) == 200);

    aws.put(KEYS, "- {name: broken");
    aws.put(KEYS, READER.line());
    Eventually.until("the old key is gone", () -> status(late) == 401);
    assertThat(status(READER)).isEqualTo(200);
  }

  private static int status(ApiKey key) {
    return guarded.server().get(REPORT, "X-Api-Key", key.key()).status();
  }

  private static String reportUrl() {
    return signing.server().get(REPORT).json().get("presigned-url").asText();
  }

  private static SlowLoad begin() {
    try {
      return SlowLoad.begin(signing.server(), "departments", "append=true");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void putAccount(String password) {
    aws.put(
        ACCOUNT,
        """
        {"engine": "mysql", "host": "%s", "port": %d, "username": "%s", "password": "%s"}"""
            .formatted(account.host(), account.port(), account.user(), password));
  }

  private static void putSigningKeys(String... keys) {
    aws.put(
        SIGNING,
        """
        {"access_key_id": "%s", "secret_access_key": "%s"}"""
            .formatted(keys[0], secret(keys[1])));
  }

  private static String secret(String text) {
    SECRETS.add(text);
    return text;
  }
}
