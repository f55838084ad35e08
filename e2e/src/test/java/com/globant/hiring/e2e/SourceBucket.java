package com.globant.hiring.e2e;

import com.globant.hiring.embedded.EmbeddedS3;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket with files that a service loads. */
final class SourceBucket implements AutoCloseable {
  private static final String BUCKET = "history";

  /** Longer than a busy machine takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EmbeddedS3 store;
  private final S3AsyncClient client;

  private SourceBucket(EmbeddedS3 store) {
    this.store = store;
    this.client =
        S3AsyncClient.builder()
            .httpClientBuilder(
                NettyNioAsyncHttpClient.builder()
                    .maxConcurrency(8)
                    .connectionTimeout(PATIENCE)
                    .connectionAcquisitionTimeout(PATIENCE)
                    .readTimeout(PATIENCE))
            .endpointOverride(store.endpoint())
            .forcePathStyle(true)
            .region(Region.of(store.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(store.accessKey(), store.secretKey())))
            .build();
  }

  static SourceBucket start(Path directory) throws IOException {
    return new SourceBucket(EmbeddedS3.start(directory, BUCKET));
  }

  URI endpoint() {
    return store.endpoint();
  }

  CompletableFuture<?> stored(String key, byte[] content) {
    return client.putObject(
        put -> put.bucket(BUCKET).key(key), AsyncRequestBody.fromBytes(content));
  }

  String read(String key) {
    return client
        .getObject(get -> get.bucket(BUCKET).key(key), AsyncResponseTransformer.toBytes())
        .join()
        .asUtf8String();
  }

  List<String> keys(String prefix) {
    return client
        .listObjectsV2(list -> list.bucket(BUCKET).prefix(prefix))
        .join()
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  String url(String key) {
    return "s3://" + BUCKET + "/" + key;
  }

  /**
   * Settings of a service that may load from a prefix of this bucket, in which it stores its own
   * files too.
   *
   * @param endpoint at which the service reaches the bucket
   */
  Map<String, String> settings(URI endpoint, String prefix) {
    Map<String, String> settings = new HashMap<>(ServiceVariables.of(store));
    settings.put("HIRING_STORAGE_ENDPOINT", endpoint.toString());
    settings.put("HIRING_STORAGE_PREFIX", "hiring/");
    settings.put("HIRING_SOURCES_ALLOWED", url(prefix));
    return settings;
  }

  @Override
  public void close() {
    client.close();
    store.close();
  }
}
