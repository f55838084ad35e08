package com.globant.hiring.s3;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import java.io.InputStream;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Stores files in a bucket. */
final class S3ReportStore implements ReportStore {
  private static final String CONTENT_TYPE = "text/csv; charset=utf-8; header=present";

  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final S3Settings settings;
  private final S3Connection connection;
  private final UrlSigner signer;

  S3ReportStore(S3Settings settings, S3Connection connection, UrlSigner signer) {
    this.settings = settings;
    this.connection = connection;
    this.signer = signer;
  }

  @Override
  public CompletionStage<PresignedUrl> put(String key, String fileName, CsvFile file) {
    String fullKey = settings.keyPrefix() + key;
    return connection.call(
        client ->
            client
                .putObject(
                    request(fullKey, fileName, file),
                    AsyncRequestBody.fromFile(
                        body -> body.path(file.path()).chunkSizeInBytes(S3Clients.READ_BYTES)))
                .thenApplyAsync(stored -> signed(client, fullKey), connection.executor()));
  }

  @Override
  public CompletionStage<PresignedUrl> presign(String key) {
    String fullKey = settings.keyPrefix() + key;
    return connection.call(client -> CompletableFuture.completedStage(signed(client, fullKey)));
  }

  @Override
  public CompletionStage<InputStream> read(String key, long offset) {
    String fullKey = settings.keyPrefix() + key;
    return connection.call(
        client ->
            client
                .getObject(
                    get ->
                        get.bucket(settings.bucket())
                            .key(fullKey)
                            .range(offset == 0 ? null : "bytes=%d-".formatted(offset)),
                    AsyncResponseTransformer.<GetObjectResponse>toBlockingInputStream())
                .<InputStream>thenApply(content -> content)
                .exceptionally(S3ReportStore::nothingFromTheEndOn));
  }

  private static InputStream nothingFromTheEndOn(Throwable failure) {
    if (Failures.unwrapped(failure) instanceof S3Exception answer
        && answer.statusCode() == RANGE_NOT_SATISFIABLE) {
      return InputStream.nullInputStream();
    }
    throw new CompletionException(failure);
  }

  @Override
  public CompletionStage<Void> delete(String key) {
    String fullKey = settings.keyPrefix() + key;
    return connection.call(
        client ->
            client
                .deleteObject(delete -> delete.bucket(settings.bucket()).key(fullKey))
                .thenApply(deleted -> null));
  }

  private PutObjectRequest request(String key, String fileName, CsvFile file) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key)
            .contentType(CONTENT_TYPE)
            .contentDisposition("attachment; filename=\"" + fileName + "\"")
            .contentLength(file.bytes())
            .overrideConfiguration(
                overrides ->
                    overrides.apiCallTimeout(S3Clients.patience(settings.silence(), file.bytes())));
    if (file.bytes() <= S3Clients.LARGEST_SINGLE_PUT) {
      // The store refuses a damaged file. For parts, the SDK sends checksums of its own.
      request.checksumSHA256(
          Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256())));
    }
    return request.build();
  }

  private PresignedUrl signed(S3AsyncClient client, String key) {
    URI url =
        URI.create(
            client.utilities().getUrl(get -> get.bucket(settings.bucket()).key(key)).toString());
    return signer.sign(url, client.serviceClientConfiguration().region());
  }
}
