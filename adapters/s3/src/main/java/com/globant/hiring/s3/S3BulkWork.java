package com.globant.hiring.s3;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.bulk.BulkDescription;
import com.globant.hiring.application.bulk.BulkResult;
import com.globant.hiring.application.bulk.BulkWork;
import com.globant.hiring.application.bulk.JobDatabase;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Folders of jobs in the bucket of the store. */
final class S3BulkWork implements BulkWork {
  private static final String DESCRIPTION = "description.json";
  private static final String RESULT = "result.json";

  private final S3Settings settings;
  private final S3Connection connection;
  private final Function<Table, String> dataPackage;
  private final Supplier<JobDatabase> database;

  /**
   * @param dataPackage see {@link BulkJson#description}
   */
  S3BulkWork(
      S3Settings settings,
      S3Connection connection,
      Function<Table, String> dataPackage,
      Supplier<JobDatabase> database) {
    this.settings = settings;
    this.connection = connection;
    this.dataPackage = dataPackage;
    this.database = database;
  }

  private String folder(String loadId) {
    return settings.keyPrefix() + "bulk/" + loadId + "/";
  }

  private String uri(String key) {
    return new S3Location(settings.bucket(), key).hadoopUri();
  }

  @Override
  public URI describe(BulkDescription description) {
    String folder = folder(description.loadId());
    byte[] json;
    try {
      json =
          BulkJson.description(
              description,
              dataPackage.apply(description.request().table()),
              database.get(),
              uri(folder));
    } catch (IOException impossible) {
      throw new IllegalStateException("The description is written to memory", impossible);
    }
    await(
        connection.call(
            client ->
                client.putObject(
                    put ->
                        put.bucket(settings.bucket())
                            .key(folder + DESCRIPTION)
                            .contentType("application/json"),
                    AsyncRequestBody.fromBytes(json))));
    return URI.create(uri(folder + DESCRIPTION));
  }

  @Override
  public Optional<BulkResult> result(String loadId) {
    Optional<byte[]> json =
        await(
            connection.call(
                client ->
                    client
                        .getObject(
                            get -> get.bucket(settings.bucket()).key(folder(loadId) + RESULT),
                            AsyncResponseTransformer.<GetObjectResponse>toBytes())
                        .thenApply(bytes -> Optional.of(bytes.asByteArray()))
                        .exceptionallyCompose(S3BulkWork::noneIfMissing)));
    try {
      return json.isPresent() ? Optional.of(BulkJson.result(json.get())) : Optional.empty();
    } catch (IOException unreadable) {
      throw new Refused(
          RefusalCode.BULK_RUN_FAILED,
          "the result of the run cannot be read: %s; see that bulk.*.jar is of the release of this service"
              .formatted(unreadable.getMessage()),
          unreadable);
    }
  }

  private static CompletableFuture<Optional<byte[]>> noneIfMissing(Throwable failure) {
    return Failures.unwrapped(failure) instanceof NoSuchKeyException
        ? CompletableFuture.completedFuture(Optional.empty())
        : CompletableFuture.failedFuture(failure);
  }

  @Override
  public InputStream refused(String loadId, String name) {
    return await(
        connection.call(
            client ->
                client.getObject(
                    get -> get.bucket(settings.bucket()).key(folder(loadId) + name),
                    AsyncResponseTransformer.<GetObjectResponse>toBlockingInputStream())));
  }

  @Override
  public void delete(String loadId) {
    List<ObjectIdentifier> page = page(loadId);
    while (!page.isEmpty()) {
      List<ObjectIdentifier> some = page;
      DeleteObjectsResponse deleted = await(connection.call(client -> deleted(client, some)));
      if (deleted.hasErrors()) {
        throw new Refused(
            RefusalCode.STORAGE_UNAVAILABLE,
            "objects below %s cannot be deleted: %s"
                .formatted(folder(loadId), deleted.errors().get(0).message()));
      }
      page = page(loadId);
    }
  }

  private List<ObjectIdentifier> page(String loadId) {
    ListObjectsV2Response found =
        await(
            connection.call(
                client ->
                    client.listObjectsV2(
                        list -> list.bucket(settings.bucket()).prefix(folder(loadId)))));
    return found.contents().stream()
        .map(object -> ObjectIdentifier.builder().key(object.key()).build())
        .toList();
  }

  private CompletableFuture<DeleteObjectsResponse> deleted(
      S3AsyncClient client, List<ObjectIdentifier> objects) {
    return client.deleteObjects(
        delete ->
            delete
                .bucket(settings.bucket())
                .delete(Delete.builder().objects(objects).quiet(true).build()));
  }
}
