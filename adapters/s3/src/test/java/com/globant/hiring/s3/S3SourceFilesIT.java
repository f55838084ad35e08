package com.globant.hiring.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.body.SourceFiles;
import com.globant.hiring.application.body.SourceFilesContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;

@SuppressWarnings("NullAway.Init") // by the method that starts the server
class S3SourceFilesIT extends SourceFilesContract {
  private static final int MOST = 1000;

  private static EmbeddedStore server;
  private static S3AsyncClient client;

  private final List<S3Adapter> opened = new ArrayList<>();
  private final String prefix = "sources/" + UUID.randomUUID() + "/";
  private SourceFiles sources;

  @BeforeAll
  static void startServer(@TempDir Path directory) {
    server = new EmbeddedStore(directory);
    client = server.client();
  }

  @AfterAll
  static void stopServer() {
    client.close();
    server.close();
  }

  @BeforeEach
  void openAdapter() {
    sources = sources(server.settings(), List.of(folder()));
  }

  @AfterEach
  void closeAdapters() {
    opened.forEach(S3Adapter::close);
  }

  @Override
  protected String folder() {
    return "s3://%s/%s".formatted(EmbeddedStore.BUCKET, prefix);
  }

  @Override
  protected SourceFiles sources() {
    return sources;
  }

  private SourceFiles sources(S3Settings settings, List<String> allowed) {
    return adapter(settings).sourceFiles(allowed, MOST);
  }

  private S3Adapter adapter(S3Settings settings) {
    S3Adapter adapter = S3Adapter.open(settings, Clock.systemUTC());
    opened.add(adapter);
    return adapter;
  }

  @Override
  protected void put(String name, byte[] content) {
    client
        .putObject(
            put -> put.bucket(EmbeddedStore.BUCKET).key(prefix + name),
            AsyncRequestBody.fromBytes(content))
        .join();
  }

  @Override
  protected void delete(String name) {
    client.deleteObject(delete -> delete.bucket(EmbeddedStore.BUCKET).key(prefix + name)).join();
  }

  @Test
  void largeFileIsReadRangeByRange() throws Exception {
    byte[] content = random(5 * RangedInputStream.RANGE_BYTES / 2);
    put("large.csv", content);

    try (InputStream read = sources.open(sources.find(folder() + "large.csv").get(0))) {
      assertThat(read.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void changeBetweenTwoRangesIsNoticed() throws Exception {
    put("large.csv", random(4 * RangedInputStream.RANGE_BYTES));
    SourceFile found = sources.find(folder() + "large.csv").get(0);

    try (InputStream read = sources.open(found)) {
      assertThat(read.read()).isNotNegative();
      put("large.csv", random(5 * RangedInputStream.RANGE_BYTES));

      assertThat(assertRefused(RefusalCode.SOURCE_CHANGED, read::readAllBytes).detail())
          .contains("replaced");
    }
  }

  @Test
  void brokenConnectionsAreResumedWhereTheyBroke() throws Exception {
    byte[] content = random(6 * RangedInputStream.RANGE_BYTES + 17);
    put("large.csv", content);
    try (CuttingProxy proxy = new CuttingProxy(server.endpoint())) {
      SourceFiles through = sources(at(proxy.endpoint()), List.of(folder()));
      SourceFile found = through.find(folder() + "large.csv").get(0);
      proxy.cutAfter(RangedInputStream.RANGE_BYTES / 2, 5);

      try (InputStream read = through.open(found)) {
        assertThat(read.readAllBytes()).isEqualTo(content);
      }

      assertThat(proxy.cuts()).isEqualTo(5);
      // What was whole was not read again.
      assertThat(proxy.bytesAnswered())
          .isLessThan(content.length + 6L * RangedInputStream.RANGE_BYTES);
    }
  }

  @Test
  void closingEndsAReadThatWaitsForTheStore() throws Exception {
    byte[] content = random(4 * RangedInputStream.RANGE_BYTES);
    put("large.csv", content);
    SourceFile found = sources.find(folder() + "large.csv").get(0);
    S3Adapter adapter = S3Adapter.open(server.settings(), Clock.systemUTC());
    InputStream read = adapter.sourceFiles(List.of(folder()), MOST).open(found);
    assertThat(read.read()).isNotNegative();

    adapter.close();

    assertThatThrownBy(() -> closing(read).readAllBytes()).isInstanceOf(IOException.class);
  }

  /** Closes a stream as soon as another thread is about to read it, and pauses between attempts. */
  private static InputStream closing(InputStream stream) {
    CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              try {
                stream.close();
              } catch (IOException impossible) {
                throw new AssertionError(impossible);
              }
            });
    return stream;
  }

  @Test
  void objectsAreListedPageByPage() {
    for (int i = 0; i < 7; i++) {
      put(i + ".csv", new byte[] {'1'});
    }
    S3Adapter adapter = adapter(server.settings());

    assertThat(adapter.sourceFiles(List.of(folder()), 7, 3).find(folder()))
        .extracting(SourceFile::name)
        .hasSize(7)
        .isSorted()
        .startsWith(folder() + "0.csv");
    SourceFiles fewer = adapter.sourceFiles(List.of(folder()), 6, 3);
    assertThat(assertRefused(RefusalCode.BODY_TOO_LARGE, () -> fewer.find(folder())).detail())
        .contains("sources.max_files");
  }

  @Test
  void emptyObjectsThatShowFoldersAreNoFiles() {
    put("a/", new byte[0]);
    put("a/x.csv", "1".getBytes(UTF_8));

    assertThat(sources.find(folder()))
        .extracting(SourceFile::name)
        .containsExactly(folder() + "a/x.csv");
  }

  @Test
  void unknownBucketIsNotFound() {
    SourceFiles others = sources(server.settings(), List.of("s3://no-such-bucket/"));

    assertThat(
            assertRefused(RefusalCode.SOURCE_NOT_FOUND, () -> others.find("s3://no-such-bucket/a/"))
                .detail())
        .contains("no bucket no-such-bucket");
    assertRefused(RefusalCode.SOURCE_NOT_FOUND, () -> others.find("s3://no-such-bucket/a.csv"));
  }

  @Test
  void deniedAccessNamesTheRights() {
    S3Settings.Keys wrong = new S3Settings.Keys(server.keys().accessKey(), "wrong-secret");
    SourceFiles denied =
        sources(server.settings(EmbeddedStore.BUCKET, wrong, ""), List.of(folder()));

    assertThat(assertRefused(RefusalCode.STORAGE_UNAVAILABLE, () -> denied.find(folder())).detail())
        .contains("s3:ListBucket", "s3:GetObject");
  }

  @Test
  void withoutConfigurationNothingIsAllowed() {
    SourceFiles none = sources(server.settings(), List.of());

    assertThat(assertRefused(RefusalCode.SOURCE_NOT_ALLOWED, () -> none.find(folder())).detail())
        .contains("sources.allowed");
  }

  @Test
  void namesThatLeaveTheirFolderAreNotAllowed() {
    assertRefused(
        RefusalCode.SOURCE_NOT_ALLOWED, () -> sources.requireAllowed(folder() + "../x.csv"));
  }

  private static S3Settings at(URI endpoint) {
    S3Settings settings = server.settings();
    return new S3Settings(
        settings.bucket(),
        settings.region(),
        endpoint,
        settings.credentials(),
        null,
        "",
        EmbeddedStore.EXPIRY,
        Duration.ofSeconds(20));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
