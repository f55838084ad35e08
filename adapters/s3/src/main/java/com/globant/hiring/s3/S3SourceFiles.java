package com.globant.hiring.s3;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.body.SourceFiles;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import software.amazon.awssdk.core.BytesWrapper;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in S3. Their versions are their ETags. */
final class S3SourceFiles implements SourceFiles {
  static final int MOST_OF_A_PAGE = 1_000;

  private static final String WHAT_TO_DO =
      "list its bucket, or a prefix in it, in sources.allowed, as in [s3://history/, s3://lake/exports/]";

  private final List<String> allowed;
  private final int maxFiles;
  private final S3Settings store;
  private final S3Connection connection;
  private final int pageSize;

  /**
   * @param pageSize objects that one request lists
   */
  S3SourceFiles(
      List<String> allowed, int maxFiles, S3Settings store, S3Connection connection, int pageSize) {
    this.allowed = allowed;
    this.maxFiles = maxFiles;
    this.store = store;
    this.connection = connection;
    this.pageSize = pageSize;
  }

  @Override
  public void requireAllowed(String source) {
    if (allowed.isEmpty()) {
      throw new Refused(
          RefusalCode.SOURCE_NOT_ALLOWED,
          "this service may read no source; to allow %s, %s".formatted(source, WHAT_TO_DO));
    }
    if (allowed.stream().noneMatch(source::startsWith) || leavesItsFolder(source)) {
      throw new Refused(
          RefusalCode.SOURCE_NOT_ALLOWED,
          "%s is in no place that this service may read; to allow it, %s"
              .formatted(source, WHAT_TO_DO));
    }
  }

  /** S3 takes such keys as they are. Stores that keep files do not. */
  private static boolean leavesItsFolder(String source) {
    return Arrays.asList(source.split("/")).contains("..");
  }

  @Override
  public List<SourceFile> find(String source) {
    requireAllowed(source);
    S3Location location = S3Location.of(source);
    return location.isFolder() ? below(location) : List.of(object(location));
  }

  private SourceFile object(S3Location location) {
    HeadObjectResponse head =
        await(
            call(
                location,
                client ->
                    client.headObject(
                        request -> request.bucket(location.bucket()).key(location.key()))));
    return new SourceFile(location.text(), head.contentLength(), head.eTag());
  }

  private List<SourceFile> below(S3Location folder) {
    List<SourceFile> files = new ArrayList<>();
    String next = null;
    do {
      String token = next;
      ListObjectsV2Response page =
          await(
              call(
                  folder,
                  client ->
                      client.listObjectsV2(
                          request ->
                              request
                                  .bucket(folder.bucket())
                                  .prefix(folder.key())
                                  .maxKeys(pageSize)
                                  .continuationToken(token))));
      for (S3Object object : page.contents()) {
        // Consoles make empty objects of such names, to show folders.
        if (!object.key().endsWith("/") || object.size() > 0) {
          files.add(
              new SourceFile(folder.withKey(object.key()).text(), object.size(), object.eTag()));
        }
      }
      requireNotTooMany(folder, files.size());
      next = page.nextContinuationToken();
    } while (next != null);
    if (files.isEmpty()) {
      throw new Refused(
          RefusalCode.SOURCE_NOT_FOUND,
          "there is no object below %s; name a prefix that has some".formatted(folder.text()));
    }
    // Not all stores list objects in this order.
    files.sort(
        Comparator.comparing(
            file -> file.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
    return files;
  }

  private void requireNotTooMany(S3Location folder, int count) {
    if (count > maxFiles) {
      throw new Refused(
          RefusalCode.BODY_TOO_LARGE,
          "there are more than %d objects below %s (sources.max_files); load the prefixes below it one after the other, with append=true"
              .formatted(maxFiles, folder.text()));
    }
  }

  @Override
  public InputStream open(SourceFile file) {
    S3Location location = S3Location.of(file.name());
    return new RangedInputStream(
        file.bytes(),
        (from, to) ->
            connection.call(
                client ->
                    range(client, location, file.version(), from, to)
                        .exceptionally(
                            failure -> {
                              throw SourceFailures.whileReading(failure, location);
                            })));
  }

  /** The SDK requests a range again if its connection breaks. */
  private CompletionStage<byte[]> range(
      S3AsyncClient client, S3Location location, String eTag, long from, long to) {
    return client
        .getObject(
            get ->
                get.bucket(location.bucket())
                    .key(location.key())
                    .ifMatch(eTag)
                    .range("bytes=%d-%d".formatted(from, to - 1))
                    .overrideConfiguration(
                        overrides ->
                            overrides.apiCallTimeout(
                                S3Clients.patience(store.silence(), to - from))),
            AsyncResponseTransformer.<GetObjectResponse>toBytes())
        .thenApply(BytesWrapper::asByteArrayUnsafe);
  }

  private <T> CompletionStage<T> call(
      S3Location location, Function<S3AsyncClient, CompletionStage<T>> request) {
    return connection.call(
        client ->
            request
                .apply(client)
                .exceptionally(
                    failure -> {
                      throw SourceFailures.refusal(failure, location);
                    }));
  }
}
