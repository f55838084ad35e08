package com.globant.hiring.application.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link ReportStore} does. */
public abstract class ReportStoreContract {
  /** Of all files here. */
  protected static final String FILE_NAME = "hires-by-quarter-2021.csv";

  /** How long the URLs of the store under test can be read. */
  protected static final Duration EXPIRY = Duration.ofHours(24);

  private Path directory;

  @BeforeEach
  protected void writeFilesTo(@TempDir Path directory) {
    this.directory = directory;
  }

  /** A store that signs URLs at this clock's time, for {@link #EXPIRY}. */
  protected abstract ReportStore store(Clock clock);

  /** The file that a client without credentials reads by a URL; empty if the store refuses it. */
  protected abstract Optional<byte[]> read(URI url) throws Exception;

  @Test
  protected void storedFileIsReadBackUnchanged() throws Exception {
    String content = "id,department\r\n1,\"Ventas, Perú \uD83D\uDE80\"\r\n";

    PresignedUrl stored = put(now(), "reports/a.csv", content);

    assertThat(text(stored.url())).hasValue(content);
  }

  @Test
  protected void emptyFileIsStored() throws Exception {
    PresignedUrl stored = put(now(), "reports/empty.csv", "");

    assertThat(text(stored.url())).hasValue("");
  }

  @Test
  protected void localFileIsNotNeededAfterStoring() throws Exception {
    CsvFile file = file("id\r\n1\r\n");
    PresignedUrl stored = put(now(), "reports/gone.csv", file);

    Files.delete(file.path());

    assertThat(text(stored.url())).hasValue("id\r\n1\r\n");
  }

  @Test
  protected void filesUnderOtherKeysStay() throws Exception {
    PresignedUrl one = put(now(), "reports/one.csv", "one");
    PresignedUrl other = put(now(), "reports/other.csv", "other");

    assertThat(text(one.url())).hasValue("one");
    assertThat(text(other.url())).hasValue("other");
  }

  @Test
  protected void secondFileUnderTheSameKeyReplacesTheFirst() throws Exception {
    PresignedUrl first = put(now(), "reports/same.csv", "first");
    PresignedUrl second = put(now(), "reports/same.csv", "second, which is longer");

    assertThat(text(second.url())).hasValue("second, which is longer");
    assertThat(text(first.url())).hasValue("second, which is longer");
  }

  @Test
  protected void keyMayHaveBlanksSignsAndLetters() throws Exception {
    PresignedUrl stored = put(now(), "rejects/año 1+1=2 &%.csv", "x");

    assertThat(text(stored.url())).hasValue("x");
  }

  @Test
  protected void urlHasItsExpiry() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    PresignedUrl stored = put(Clock.fixed(now, ZoneOffset.UTC), "reports/a.csv", "x");

    assertThat(stored.expiresAt()).isEqualTo(now.plus(EXPIRY));
  }

  @Test
  protected void newUrlOfAStoredFileReadsIt() throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    ReportStore store = store(Clock.fixed(now, ZoneOffset.UTC));
    store
        .put("rejects/año 1+1.csv", "x.csv", file("x"))
        .toCompletableFuture()
        .get(1, TimeUnit.MINUTES);

    PresignedUrl again =
        store.presign("rejects/año 1+1.csv").toCompletableFuture().get(1, TimeUnit.MINUTES);

    assertThat(text(again.url())).hasValue("x");
    assertThat(again.expiresAt()).isEqualTo(now.plus(EXPIRY));
  }

  @Test
  protected void serviceReadsWhatItStored() throws Exception {
    ReportStore store = store(now());
    put(now(), "rejects/año 1.csv", "id\r\nñ\r\n");

    try (InputStream content =
        store.read("rejects/año 1.csv", 0).toCompletableFuture().get(1, TimeUnit.MINUTES)) {
      assertThat(new String(content.readAllBytes(), UTF_8)).isEqualTo("id\r\nñ\r\n");
    }
    assertThat(store.read("rejects/nothing.csv", 0)).failsWithin(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource({"4,1234", "7,4", "8,''", "1000,''"})
  protected void serviceReadsFromAnOffset(long offset, String rest) throws Exception {
    put(now(), "rejects/part.csv", "id\r\n1234");

    try (InputStream content =
        store(now())
            .read("rejects/part.csv", offset)
            .toCompletableFuture()
            .get(1, TimeUnit.MINUTES)) {
      assertThat(new String(content.readAllBytes(), UTF_8)).isEqualTo(rest);
    }
  }

  @Test
  protected void deletedFileCannotBeReadAndOthersCan() throws Exception {
    ReportStore store = store(now());
    PresignedUrl one = put(now(), "rejects/dry-run/one.csv", "one");
    PresignedUrl other = put(now(), "rejects/dry-run/other.csv", "other");

    store.delete("rejects/dry-run/one.csv").toCompletableFuture().get(1, TimeUnit.MINUTES);
    store.delete("rejects/dry-run/one.csv").toCompletableFuture().get(1, TimeUnit.MINUTES);

    assertThat(text(one.url())).isEmpty();
    assertThat(text(other.url())).hasValue("other");
  }

  @Test
  protected void expiredUrlReadsNothing() throws Exception {
    Clock past = Clock.offset(Clock.systemUTC(), EXPIRY.plusMinutes(1).negated());

    PresignedUrl stored = put(past, "reports/a.csv", "x");

    assertThat(stored.expiresAt()).isBefore(Instant.now());
    assertThat(read(stored.url())).isEmpty();
  }

  @Test
  protected void changedUrlReadsNothing() throws Exception {
    PresignedUrl stored = put(now(), "reports/a.csv", "x");
    String url = stored.url().toString();
    String changed = url.substring(0, url.length() - 1) + (url.endsWith("0") ? "1" : "0");

    assertThat(read(URI.create(changed))).isEmpty();
  }

  /** A file of this content, with its size and digest. */
  protected final CsvFile file(String content) throws IOException {
    byte[] bytes = content.getBytes(UTF_8);
    Path path = Files.write(Files.createTempFile(directory, "report", ".csv"), bytes);
    return new CsvFile(path, bytes.length, sha256(bytes), content.lines().count());
  }

  /** Stores a file and waits for its URL. */
  protected final PresignedUrl put(Clock clock, String key, CsvFile file) throws Exception {
    return store(clock).put(key, FILE_NAME, file).toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private PresignedUrl put(Clock clock, String key, String content) throws Exception {
    return put(clock, key, file(content));
  }

  private Optional<String> text(URI url) throws Exception {
    return read(url).map(bytes -> new String(bytes, UTF_8));
  }

  private static Clock now() {
    return Clock.systemUTC();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has it", e);
    }
  }
}
