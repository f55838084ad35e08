package com.globant.hiring.s3;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.SourceFiles;
import com.globant.hiring.application.bulk.BulkWork;
import com.globant.hiring.application.bulk.JobDatabase;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.domain.table.Table;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Files in S3, and on local disk before that. For any thread; of the store, only closing blocks.
 */
public final class S3Adapter implements AutoCloseable {
  private final S3Settings settings;
  private final S3Connection connection;
  private final ReportStore store;

  private S3Adapter(S3Settings settings, Clock clock) {
    AwsCredentialsProvider writing = credentials(settings.credentials());
    AwsCredentialsProvider signing = signing(settings.signingCredentials(), writing);
    this.settings = settings;
    this.connection = new S3Connection(settings, writing);
    this.store =
        new S3ReportStore(
            settings, connection, new UrlSigner(signing, settings.urlExpiry(), clock));
  }

  /**
   * Begins to connect and returns at once. The first use reports what is wrong.
   *
   * @param clock by which URLs are signed and end
   */
  public static S3Adapter open(S3Settings settings, Clock clock) {
    S3Adapter adapter = new S3Adapter(settings, clock);
    adapter.connection.warmUp();
    return adapter;
  }

  /**
   * Writes CSV files to local disk, before they are stored.
   *
   * @param directory where the files are; created for its owner alone if it is missing
   * @param bytesOfEach size of the largest limited file
   * @param bytesOfAll size of all limited files together
   */
  public static CsvSpools csvSpools(Path directory, long bytesOfEach, long bytesOfAll) {
    return new LocalCsvSpools(directory, new SpoolSpace(bytesOfEach, bytesOfAll));
  }

  /** Open as long as this adapter is. */
  public ReportStore reportStore() {
    return store;
  }

  /**
   * Objects that loads may read, in the region or at the endpoint of the store. Open as long as
   * this adapter is.
   *
   * @param allowed {@code s3://bucket/} or {@code s3://bucket/prefix/}; what is below them may be
   *     read. Empty for nothing
   * @param maxFiles the most objects of one source
   */
  public SourceFiles sourceFiles(List<String> allowed, int maxFiles) {
    return sourceFiles(allowed, maxFiles, S3SourceFiles.MOST_OF_A_PAGE);
  }

  /**
   * Folders for jobs of bulk loads, in the bucket of the store. Open as long as this adapter is.
   *
   * @param dataPackage gives the definitions of a table and of those that it references, as JSON of
   *     a data package
   * @param database as it is when a job begins
   */
  public BulkWork bulkWork(Function<Table, String> dataPackage, Supplier<JobDatabase> database) {
    return new S3BulkWork(settings, connection, dataPackage, database);
  }

  SourceFiles sourceFiles(List<String> allowed, int maxFiles, int pageSize) {
    return new S3SourceFiles(allowed, maxFiles, settings, connection, pageSize);
  }

  /**
   * Completes when the bucket is there and may be used; fails with {@link Refused} {@code
   * storage_unavailable}, within 15 seconds by the default settings.
   */
  public CompletionStage<Void> ping() {
    return connection.call(
        client ->
            client.headBucket(head -> head.bucket(settings.bucket())).thenAccept(found -> {}));
  }

  private static AwsCredentialsProvider credentials(S3Settings.@Nullable Keys keys) {
    return keys == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(basic(keys));
  }

  private static AwsCredentialsProvider signing(
      @Nullable Supplier<S3Settings.Keys> keys, AwsCredentialsProvider writing) {
    return keys == null ? writing : () -> basic(keys.get());
  }

  private static AwsBasicCredentials basic(S3Settings.Keys keys) {
    return AwsBasicCredentials.create(keys.accessKey(), keys.secretKey());
  }

  /** Ends what is under way. Blocks for the moment that connections take to close. */
  @Override
  public void close() {
    connection.close();
  }
}
