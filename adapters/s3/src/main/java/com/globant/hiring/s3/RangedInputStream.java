package com.globant.hiring.s3;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads an object range by range. While one range is used, the next is read, so that at most two
 * are in memory, and no connection waits for a reader that pauses. A range that cannot be read is
 * requested again some times, with pauses that grow.
 *
 * <p>Read by one thread; closed by any.
 */
final class RangedInputStream extends InputStream {
  /** Twice of it is held in memory. A terabyte takes two million requests. */
  static final int RANGE_BYTES = 512 << 10;

  /** A minute in all, besides the attempts of the SDK. */
  static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20));

  private static final int CLIENT_ERRORS = 400;
  private static final int SERVER_ERRORS = 500;

  private final long length;
  private final Ranges ranges;
  private final List<Duration> pauses;
  private final CompletableFuture<byte[]> closed = new CompletableFuture<>();
  private byte[] range = new byte[0];
  private int position;

  /** Where the range after this one begins. */
  private long next;

  private @Nullable CompletableFuture<byte[]> ahead;

  /** Reads a range. Fails with {@link Refused}. */
  @FunctionalInterface
  interface Ranges {
    /**
     * @param to the byte after the last
     */
    CompletionStage<byte[]> read(long from, long to);
  }

  RangedInputStream(long length, Ranges ranges) {
    this(length, ranges, PAUSES);
  }

  RangedInputStream(long length, Ranges ranges, List<Duration> pauses) {
    this.length = length;
    this.ranges = ranges;
    this.pauses = pauses;
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : range[position++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int taken = Math.min(count, range.length - position);
    System.arraycopy(range, position, target, offset, taken);
    position += taken;
    return taken;
  }

  private boolean isAtEnd() throws IOException {
    if (closed.isDone()) {
      throw closedMeanwhile();
    }
    if (position < range.length) {
      return false;
    }
    if (next == length) {
      return true;
    }
    range = new byte[0];
    position = 0;
    CompletableFuture<byte[]> reading = ahead == null ? request() : ahead;
    range = received(reading);
    next += range.length;
    ahead = next == length ? null : request();
    return false;
  }

  private CompletableFuture<byte[]> request() {
    return ranges.read(next, end()).toCompletableFuture();
  }

  private long end() {
    return Math.min(length, next + RANGE_BYTES);
  }

  private byte[] received(CompletableFuture<byte[]> first) throws IOException {
    CompletableFuture<byte[]> reading = first;
    for (Duration pause : pauses) {
      try {
        return whole(reading);
      } catch (Refused failure) {
        if (!maySucceedLater(failure)) {
          throw failure;
        }
        pause(pause);
        reading = request();
      }
    }
    return whole(reading);
  }

  private byte[] whole(CompletableFuture<byte[]> reading) throws IOException {
    byte[] bytes;
    try {
      bytes = (byte[]) CompletableFuture.anyOf(reading, closed).join();
    } catch (CancellationException | CompletionException failure) {
      if (closed.isDone()) {
        throw closedMeanwhile();
      }
      throw Failures.unwrapped(failure) instanceof Refused refused
          ? refused
          : new IllegalStateException(failure);
    }
    if (bytes.length != end() - next) {
      throw new Refused(
          RefusalCode.STORAGE_UNAVAILABLE,
          "the store answered a request of %d bytes with %d; it must support Range (RFC 9110)"
              .formatted(end() - next, bytes.length));
    }
    return bytes;
  }

  private static boolean maySucceedLater(Refused failure) {
    return failure.code() == RefusalCode.STORAGE_UNAVAILABLE
        && failure.getCause() != null
        && !(failure.getCause() instanceof S3Exception answer
            && answer.statusCode() >= CLIENT_ERRORS
            && answer.statusCode() < SERVER_ERRORS);
  }

  private void pause(Duration pause) throws IOException {
    try {
      closed.get(pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException over) {
      return;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | CancellationException byClose) {
      // As below.
    }
    throw closedMeanwhile();
  }

  private static IOException closedMeanwhile() {
    return new IOException("the stream was closed");
  }

  @Override
  public int available() {
    return range.length - position;
  }

  @Override
  public void close() {
    closed.cancel(false);
  }
}
