package com.globant.hiring.local;

import com.globant.hiring.bootstrap.settings.Settings;
import java.util.Objects;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The bucket of the embedded S3 server, to put files into it as another program would. */
final class DemoBucket implements AutoCloseable {
  private final String bucket;
  private final S3Client client;

  /**
   * @param storage with endpoint, region and keys
   */
  DemoBucket(Settings.Storage storage) {
    Settings.KeyPair keys = Objects.requireNonNull(storage.keys());
    bucket = Objects.requireNonNull(storage.bucket());
    client =
        S3Client.builder()
            .endpointOverride(Objects.requireNonNull(storage.endpoint()))
            .forcePathStyle(true)
            .region(Region.of(Objects.requireNonNull(storage.region())))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(
                        keys.accessKey().reveal(), keys.secretKey().reveal())))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  void put(String key, byte[] content) {
    client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  @Override
  public void close() {
    client.close();
  }
}
