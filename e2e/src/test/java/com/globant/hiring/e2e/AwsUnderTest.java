package com.globant.hiring.e2e;

import com.globant.hiring.embedded.EmbeddedS3;
import com.globant.hiring.secrets.SecretsStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;

/**
 * S3 and Secrets Manager for a test, and the role of an instance that may use them: the moto server
 * that the environment variable {@value #URL_VARIABLE} names, else replacements in this JVM.
 */
abstract class AwsUnderTest implements AutoCloseable {
  static final String URL_VARIABLE = "HIRING_TEST_MOTO_URL";

  private final InstanceRole role;
  private final Map<String, String> settings = new HashMap<>();

  private AwsUnderTest(URI secrets, URI store, String bucket, InstanceRole role) {
    this.role = role;
    settings.putAll(role.environment());
    settings.put("HIRING_SECRETS_ENDPOINT", secrets.toString());
    settings.put("HIRING_SECRETS_REFRESH_SECONDS", "1");
    settings.put("HIRING_STORAGE_ENDPOINT", store.toString());
    settings.put("HIRING_STORAGE_BUCKET", bucket);
  }

  static AwsUnderTest start(Path directory) throws IOException {
    String moto = System.getenv(URL_VARIABLE);
    return moto == null || moto.isBlank() ? StandIns.in(directory) : Moto.at(URI.create(moto));
  }

  /** What a service needs to use them, and nothing else of AWS. */
  Map<String, String> settings() {
    return settings;
  }

  InstanceRole role() {
    return role;
  }

  /** Whether the store accepts credentials of a session. */
  abstract boolean knowsSessions();

  /** Creates or changes a secret. */
  abstract void put(String name, String text);

  /** Access key and secret key of an account that may read the bucket without a time limit. */
  abstract String[] signingKeys();

  @Override
  public void close() {
    role.close();
  }

  private static final class StandIns extends AwsUnderTest {
    private final EmbeddedS3 store;
    private final SecretsStandIn secrets;

    private StandIns(EmbeddedS3 store, SecretsStandIn secrets) throws IOException {
      super(
          secrets.endpoint(),
          store.endpoint(),
          store.bucket(),
          new InstanceRole("ROLE", "of-the-instance"));
      this.store = store;
      this.secrets = secrets;
      settings().put("HIRING_STORAGE_ACCESS_KEY", store.accessKey());
      settings().put("HIRING_STORAGE_SECRET_KEY", store.secretKey());
    }

    @Override
    boolean knowsSessions() {
      return false;
    }

    private static StandIns in(Path directory) throws IOException {
      return new StandIns(EmbeddedS3.start(directory, "hiring"), new SecretsStandIn());
    }

    @Override
    void put(String name, String text) {
      secrets.put(name, text);
    }

    @Override
    String[] signingKeys() {
      return new String[] {store.accessKey(), store.secretKey()};
    }

    @Override
    public void close() {
      super.close();
      secrets.close();
      store.close();
    }
  }

  private static final class Moto extends AwsUnderTest {
    private static final Region REGION = Region.US_EAST_1;
    private static final StaticCredentialsProvider ANYBODY =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("ANYBODY", "anything"));

    private final SecretsManagerAsyncClient secrets;

    private Moto(URI server, String bucket) throws IOException {
      super(server, server, bucket, new InstanceRole("ROLE", "of-the-instance"));
      this.secrets =
          SecretsManagerAsyncClient.builder()
              .endpointOverride(server)
              .region(REGION)
              .credentialsProvider(ANYBODY)
              .build();
    }

    private static Moto at(URI server) throws IOException {
      String bucket = "hiring-" + UUID.randomUUID();
      try (S3AsyncClient store =
          S3AsyncClient.builder()
              .endpointOverride(server)
              .region(REGION)
              .credentialsProvider(ANYBODY)
              .forcePathStyle(true)
              .build()) {
        store.createBucket(create -> create.bucket(bucket)).join();
      }
      return new Moto(server, bucket);
    }

    @Override
    boolean knowsSessions() {
      return true;
    }

    @Override
    void put(String name, String text) {
      secrets
          .putSecretValue(put -> put.secretId(name).secretString(text))
          .handle((done, missing) -> missing != null)
          .thenCompose(
              missing ->
                  missing
                      ? secrets.createSecret(create -> create.name(name).secretString(text))
                      : CompletableFuture.completedFuture(null))
          .join();
    }

    @Override
    String[] signingKeys() {
      return new String[] {"SIGNER", "signs"};
    }

    @Override
    public void close() {
      super.close();
      secrets.close();
    }
  }
}
