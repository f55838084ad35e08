package com.globant.hiring.s3;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.PresignedUrl;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.file.ReportStoreContract;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3ReportStoreIT extends ReportStoreContract {
  private static EmbeddedStore server;

  private final List<S3Adapter> opened = new ArrayList<>();

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedStore(directory);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void closeAdapters() {
    opened.forEach(S3Adapter::close);
  }

  @Override
  protected ReportStore store(Clock clock) {
    return open(server.settings(), clock).reportStore();
  }

  @Override
  protected Optional<byte[]> read(URI url) throws Exception {
    HttpResponse<byte[]> answer = server.get(url);
    assertThat(answer.statusCode()).isIn(200, 403, 404);
    return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
  }

  @Test
  void browserSavesTheFileAsCsvUnderItsName() throws Exception {
    PresignedUrl stored = put(Clock.systemUTC(), "reports/4711.csv", file("id\r\n1"));

    HttpResponse<byte[]> answer = server.get(stored.url());

    assertThat(answer.headers().firstValue("content-type"))
        .hasValue("text/csv; charset=utf-8; header=present");
    assertThat(answer.headers().firstValue("content-disposition"))
        .hasValue("attachment; filename=\"" + FILE_NAME + "\"");
    assertThat(answer.headers().firstValue("content-length")).hasValue("5");
  }

  @Test
  void urlIsSignedForItsHostOnly() throws Exception {
    PresignedUrl stored = put(Clock.systemUTC(), "reports/a.csv", file("x"));

    assertThat(stored.url().getRawQuery())
        .contains("X-Amz-SignedHeaders=host&")
        .contains("X-Amz-Expires=86400&");
  }

  @Test
  void urlForAnotherKeyReadsNothing() throws Exception {
    PresignedUrl mine = put(Clock.systemUTC(), "reports/mine.csv", file("mine"));
    put(Clock.systemUTC(), "reports/theirs.csv", file("theirs"));

    URI changed = URI.create(mine.url().toString().replace("mine.csv", "theirs.csv"));

    assertThat(read(changed)).isEmpty();
  }

  @Test
  void urlWithAChangedLifetimeReadsNothing() throws Exception {
    PresignedUrl stored = put(Clock.systemUTC(), "reports/a.csv", file("x"));

    URI changed = URI.create(stored.url().toString().replace("Expires=86400", "Expires=604800"));

    assertThat(changed).isNotEqualTo(stored.url());
    assertThat(read(changed)).isEmpty();
  }

  @Test
  void keysGetTheirPrefix() throws Exception {
    S3Adapter adapter =
        open(
            server.settings(EmbeddedStore.BUCKET, server.keys(), "hiring/2021/"),
            Clock.systemUTC());

    PresignedUrl stored = get(adapter.reportStore().put("reports/a.csv", FILE_NAME, file("x")));

    assertThat(stored.url().getPath())
        .isEqualTo("/" + EmbeddedStore.BUCKET + "/hiring/2021/reports/a.csv");
    assertThat(read(stored.url())).isPresent();
  }

  @Test
  void urlsAreSignedByTheSigningKeyWhichMayChange() throws Exception {
    S3Settings writing = server.settings();
    Queue<S3Settings.Keys> readers = new ArrayDeque<>();
    readers.add(new S3Settings.Keys("READER", "reader-secret"));
    readers.add(server.keys());
    S3Adapter adapter =
        open(
            new S3Settings(
                writing.bucket(),
                writing.region(),
                writing.endpoint(),
                writing.credentials(),
                readers::remove,
                "",
                writing.urlExpiry(),
                writing.silence()),
            Clock.systemUTC());

    PresignedUrl stored = get(adapter.reportStore().put("reports/a.csv", FILE_NAME, file("x")));

    assertThat(stored.url().getRawQuery()).contains("X-Amz-Credential=READER%2F");
    // The server knows of no such key; what counts is who signed.
    assertThat(read(stored.url())).isEmpty();

    PresignedUrl next = get(adapter.reportStore().put("reports/a.csv", FILE_NAME, file("x")));

    assertThat(read(next.url())).isPresent();
  }

  @Test
  void storeRefusesAFileWithAWrongChecksum() throws Exception {
    CsvFile file = file("id\r\n1\r\n");
    CsvFile damaged = new CsvFile(file.path(), file.bytes(), "00".repeat(32), file.records());

    assertRefused(() -> put(Clock.systemUTC(), "reports/damaged.csv", damaged));
  }

  @Test
  void bucketAnswersAPing() throws Exception {
    assertThat(get(open(server.settings(), Clock.systemUTC()).ping())).isNull();
  }

  @Test
  void missingBucketIsReported() {
    S3Adapter adapter = open(server.settings("not-there", server.keys(), ""), Clock.systemUTC());

    assertThat(assertRefused(() -> get(adapter.ping())))
        .contains("not-there")
        .contains("storage.bucket");
    assertThat(assertRefused(() -> get(adapter.reportStore().put("a.csv", FILE_NAME, file("x")))))
        .contains("not-there");
  }

  @Test
  void deniedAccessIsReportedWithoutTheSecret() {
    S3Settings.Keys wrong = new S3Settings.Keys(server.keys().accessKey(), "wrong-secret");
    S3Adapter adapter = open(server.settings(EmbeddedStore.BUCKET, wrong, ""), Clock.systemUTC());

    assertThat(assertRefused(() -> get(adapter.ping())))
        .contains("denied access")
        .doesNotContain("wrong-secret");
    assertThat(assertRefused(() -> get(adapter.reportStore().put("a.csv", FILE_NAME, file("x")))))
        .contains("s3:PutObject");
  }

  @Test
  void closedAdapterRefuses() {
    S3Adapter adapter = S3Adapter.open(server.settings(), Clock.systemUTC());
    adapter.close();

    assertRefused(() -> get(adapter.ping()));
  }

  @Test
  void withoutKeysTheAwsEnvironmentIsUsed() throws Exception {
    System.setProperty("aws.accessKeyId", server.keys().accessKey());
    System.setProperty("aws.secretAccessKey", server.keys().secretKey());
    try {
      S3Adapter adapter = open(server.settings(EmbeddedStore.BUCKET, null, ""), Clock.systemUTC());

      PresignedUrl stored = get(adapter.reportStore().put("reports/a.csv", FILE_NAME, file("x")));

      assertThat(read(stored.url())).isPresent();
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  @Test
  void largeFilesAreUploadedInLittleMemory(@TempDir Path directory) throws Exception {
    S3Settings settings = server.settings();
    for (long bytes : new long[] {64L << 20, 200L << 20}) {
      Path file = LargeUpload.write(directory.resolve(bytes + ".csv"), bytes);

      URI url = LargeUpload.inSmallJvm(settings, file);

      assertThat(server.sha256(url)).isEqualTo(LargeUpload.sha256(file));
    }
  }

  private S3Adapter open(S3Settings settings, Clock clock) {
    S3Adapter adapter = S3Adapter.open(settings, clock);
    opened.add(adapter);
    return adapter;
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private static String assertRefused(ThrowingCallable call) {
    ExecutionException thrown = catchThrowableOfType(ExecutionException.class, call);
    assertThat(thrown).hasCauseInstanceOf(Refused.class);
    Refused refused = (Refused) requireNonNull(thrown.getCause());
    assertThat(refused.code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE);
    assertThat(refused).hasCauseInstanceOf(Exception.class);
    return refused.detail();
  }
}
