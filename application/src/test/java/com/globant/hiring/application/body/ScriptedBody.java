package com.globant.hiring.application.body;

import com.globant.hiring.domain.raw.Delimiter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body for tests. Its bytes come in given pieces. Then it ends, fails, or blocks until it is
 * abandoned.
 */
public final class ScriptedBody implements Body {
  /** No test waits as long, unless something is broken. */
  private static final long PATIENCE_SECONDS = 30;

  private enum Ending {
    END,
    FAILURE,
    STALL
  }

  private final BodyFormat format;
  private final Charset charset;
  private final @Nullable HeaderLine header;
  private final Deque<byte[]> pieces;
  private @Nullable Delimiter delimiter;
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch abandoned = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private Ending ending = Ending.END;
  private @Nullable Exception failure;
  private volatile long pulled;

  public ScriptedBody(
      BodyFormat format, Charset charset, @Nullable HeaderLine header, List<byte[]> pieces) {
    this.format = format;
    this.charset = charset;
    this.header = header;
    this.pieces = new ArrayDeque<>(pieces);
  }

  /** CSV in UTF-8, in one piece. */
  public static ScriptedBody csv(String text) {
    return csv(List.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** CSV in UTF-8. */
  public static ScriptedBody csv(List<byte[]> pieces) {
    return new ScriptedBody(BodyFormat.CSV, StandardCharsets.UTF_8, null, pieces);
  }

  /** JSON in UTF-8, in one piece. */
  public static ScriptedBody json(String text) {
    return new ScriptedBody(
        BodyFormat.JSON,
        StandardCharsets.UTF_8,
        null,
        List.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The media type names this delimiter. */
  public ScriptedBody declaring(@Nullable Delimiter value) {
    delimiter = value;
    return this;
  }

  /** After the bytes, reading fails with this: an {@link IOException} or unchecked. */
  public ScriptedBody thenFails(Exception with) {
    ending = Ending.FAILURE;
    failure = with;
    return this;
  }

  /** After the bytes, reading blocks. */
  public ScriptedBody thenStalls() {
    ending = Ending.STALL;
    return this;
  }

  /** Waits until a read blocks. */
  public void awaitStalled() {
    await(stalled);
  }

  /** Waits until the stream is closed. */
  public void awaitClosed() {
    await(closed);
  }

  public boolean isAbandoned() {
    return abandoned.getCount() == 0;
  }

  /** How many bytes were read. */
  public long pulled() {
    return pulled;
  }

  @Override
  public Opened open() {
    return new Opened(new Pieces(), format, charset, header, delimiter);
  }

  @Override
  public void abandon() {
    abandoned.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("It did not come to that");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Pieces extends InputStream {
    private int at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader at a time; volatile for the asker
    public int read(byte[] target, int offset, int length) throws IOException {
      if (closed.getCount() == 0) {
        throw new IOException("Read after close");
      }
      if (isAbandoned()) {
        throw new BodyInterrupted("The body was abandoned");
      }
      byte[] piece = pieces.peek();
      if (piece == null) {
        return length == 0 ? 0 : ending();
      }
      int count = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, target, offset, count);
      at += count;
      if (at == piece.length) {
        pieces.remove();
        at = 0;
      }
      pulled += count;
      return count > 0 || length == 0 ? count : read(target, offset, length);
    }

    private int ending() throws IOException {
      if (ending == Ending.STALL) {
        stalled.countDown();
        await(abandoned);
        throw new BodyInterrupted("The body was abandoned");
      }
      if (failure instanceof IOException technical) {
        throw technical;
      }
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      return -1;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
