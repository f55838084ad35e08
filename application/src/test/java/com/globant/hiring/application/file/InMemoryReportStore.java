package com.globant.hiring.application.file;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps files on the heap. Its URLs are read by {@link #read}. For any thread. */
public final class InMemoryReportStore implements ReportStore {
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<URI, Link> links = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration expiry;
  private volatile @Nullable Refused outage;
  private volatile Runnable stored = () -> {};

  private record Link(String key, Instant expiresAt) {}

  /** URLs can be read for a day. */
  public InMemoryReportStore() {
    this(Clock.systemUTC(), Duration.ofDays(1));
  }

  /**
   * @param clock by which URLs are signed; they end by the clock of the system
   */
  public InMemoryReportStore(Clock clock, Duration expiry) {
    this.clock = clock;
    this.expiry = expiry;
  }

  /** From now on every file is refused like this; null ends the outage. */
  public void failWith(@Nullable Refused refusal) {
    outage = refusal;
  }

  /** Does something after each file that is stored. */
  public void onStored(Runnable action) {
    stored = action;
  }

  @Override
  public CompletionStage<PresignedUrl> put(String key, String fileName, CsvFile file) {
    Refused refusal = outage;
    if (refusal != null) {
      return CompletableFuture.failedStage(refusal);
    }
    try {
      files.put(key, Files.readAllBytes(file.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stored.run();
    return presign(key);
  }

  @Override
  public CompletionStage<PresignedUrl> presign(String key) {
    Refused refusal = outage;
    if (refusal != null) {
      return CompletableFuture.failedStage(refusal);
    }
    URI url = URI.create("memory:" + UUID.randomUUID());
    Instant expiresAt = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(expiry);
    links.put(url, new Link(key, expiresAt));
    return CompletableFuture.completedStage(new PresignedUrl(url, expiresAt));
  }

  @Override
  public CompletionStage<InputStream> read(String key, long offset) {
    Refused refusal = outage;
    byte[] content = files.get(key);
    return refusal != null || content == null
        ? CompletableFuture.failedStage(
            refusal == null
                ? new Refused(RefusalCode.STORAGE_UNAVAILABLE, "there is no " + key)
                : refusal)
        : CompletableFuture.completedStage(from(content, offset));
  }

  private static InputStream from(byte[] content, long offset) {
    int begin = (int) Math.min(offset, content.length);
    return new ByteArrayInputStream(content, begin, content.length - begin);
  }

  @Override
  public CompletionStage<Void> delete(String key) {
    Refused refusal = outage;
    if (refusal != null) {
      return CompletableFuture.failedStage(refusal);
    }
    files.remove(key);
    return CompletableFuture.completedStage(null);
  }

  /** The file behind a URL; empty if the URL is unknown or has expired. */
  public Optional<byte[]> read(URI url) {
    return Optional.ofNullable(links.get(url))
        .filter(link -> link.expiresAt().isAfter(Instant.now()))
        .map(link -> files.get(link.key()));
  }

  /** The files by their keys. */
  public Map<String, byte[]> files() {
    return new TreeMap<>(files);
  }
}
