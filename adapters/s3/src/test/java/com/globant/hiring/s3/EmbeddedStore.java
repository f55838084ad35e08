package com.globant.hiring.s3;

import com.globant.hiring.embedded.EmbeddedS3;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** An S3 server for the tests of a class, and an HTTP client that knows nothing of S3. */
final class EmbeddedStore implements AutoCloseable {
  static final String BUCKET = "hiring-reports";
  static final Duration EXPIRY = Duration.ofHours(24);

  /** Longer than a busy machine takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private final EmbeddedS3 server;

  EmbeddedStore(Path directory) {
    server = EmbeddedS3.start(directory, BUCKET);
  }

  S3Settings settings() {
    return settings(BUCKET, keys(), "");
  }

  S3Settings settings(String bucket, S3Settings.@Nullable Keys keys, String keyPrefix) {
    return new S3Settings(
        bucket,
        server.region(),
        server.endpoint(),
        keys,
        null,
        keyPrefix,
        EXPIRY,
        S3Settings.DEFAULT_SILENCE);
  }

  URI endpoint() {
    return server.endpoint();
  }

  S3Settings.Keys keys() {
    return new S3Settings.Keys(server.accessKey(), server.secretKey());
  }

  /** A client that writes what the adapter reads. */
  S3AsyncClient client() {
    return S3AsyncClient.builder()
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                .maxConcurrency(8)
                .connectionTimeout(PATIENCE)
                .connectionAcquisitionTimeout(PATIENCE)
                .readTimeout(PATIENCE))
        .endpointOverride(server.endpoint())
        .forcePathStyle(true)
        .region(Region.of(server.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(server.accessKey(), server.secretKey())))
        .build();
  }

  HttpResponse<byte[]> get(URI url) throws Exception {
    return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  String sha256(URI url) throws Exception {
    try (InputStream body =
        http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofInputStream())
            .body()) {
      return LargeUpload.sha256(body);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
