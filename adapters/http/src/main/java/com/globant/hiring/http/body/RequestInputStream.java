package com.globant.hiring.http.body;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.http.HttpSettings;
import com.globant.hiring.http.connection.ParserRefusals;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as a blocking stream. The event loop adds buffers, and the reading thread
 * takes them. If too many bytes wait, the socket is paused, so that the client waits too. If the
 * client disconnects before the end of the body, reads fail with {@link BodyInterrupted}.
 */
final class RequestInputStream extends InputStream {
  private final HttpServerRequest request;
  private final Context context;
  private final long limit;
  private final int pauseAtBytes;
  private final int resumeAtBytes;
  private final BodyTimers timers;

  private final Object lock = new Object();
  private final Deque<Buffer> arrived = new ArrayDeque<>();
  private long received;
  private int waiting;
  private boolean paused = true;
  private boolean ended;
  private @Nullable RuntimeException failure;

  /** The buffer that is being read. Used by the reading thread only. */
  private @Nullable Buffer current;

  private int position;
  private long taken;

  /**
   * To be called on the context of the request, which is paused until {@link #start}.
   *
   * @param limits on the size of the body and its duration
   */
  RequestInputStream(HttpServerRequest request, Context context, HttpSettings.BodyLimits limits) {
    this.request = request;
    this.context = context;
    this.limit = limits.maxBytes();
    this.pauseAtBytes = limits.bufferBytes();
    this.resumeAtBytes = limits.bufferBytes() / 4;
    this.timers = new BodyTimers(context.owner(), limits, this::late);
    request.exceptionHandler(
        gone -> fail(new BodyInterrupted("the client went away: " + gone.getMessage())));
    ParserRefusals.watchBody(request.connection(), this::fail);
    request.handler(this::arrive);
    request.endHandler(nothing -> end());
  }

  /**
   * Resumes the request, and tells a client that waits for it ({@code Expect: 100-continue}) to
   * send the body.
   */
  void start() {
    context.runOnContext(
        nothing -> {
          synchronized (lock) {
            if (failure != null) {
              return;
            }
            paused = false;
          }
          if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
          }
          timers.start();
          flow();
        });
  }

  private void flow() {
    timers.want();
    request.resume();
  }

  /** Drops the rest of the body: further reads fail, unless all of it was received. */
  void abandon() {
    fail(new BodyInterrupted("the rest of the body is not wanted"));
    context.runOnContext(nothing -> timers.stop());
  }

  private void arrive(Buffer buffer) {
    timers.arrived(buffer.length());
    synchronized (lock) {
      if (failure != null || buffer.length() == 0) {
        return;
      }
      received += buffer.length();
      if (received > limit) {
        fail(LimitedInputStream.tooLarge(limit));
        return;
      }
      arrived.add(buffer);
      waiting += buffer.length();
      if (!paused && waiting >= pauseAtBytes) {
        paused = true;
        timers.rest();
        request.pause();
      }
      lock.notifyAll();
    }
  }

  private void end() {
    timers.rest();
    synchronized (lock) {
      ended = true;
      lock.notifyAll();
    }
  }

  private void fail(RuntimeException reason) {
    synchronized (lock) {
      if (!ended) {
        failNow(reason);
      }
    }
  }

  /** Unlike other failures, this also applies to a body that was received but not yet read. */
  private void late(Refused reason) {
    synchronized (lock) {
      failNow(reason);
    }
  }

  private void failNow(RuntimeException reason) {
    if (failure == null) {
      failure = reason;
      arrived.clear();
      lock.notifyAll();
    }
  }

  /** The number of bytes read so far. For the reading thread. */
  long taken() {
    return taken;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    Buffer buffer = current;
    if (buffer == null || position == buffer.length()) {
      buffer = next();
      if (buffer == null) {
        return -1;
      }
      current = buffer;
      position = 0;
    }
    int count = Math.min(length, buffer.length() - position);
    buffer.getBytes(position, position + count, target, offset);
    position += count;
    taken += count;
    return count;
  }

  /** The next buffer, never an empty one, or null at the end. */
  private @Nullable Buffer next() {
    synchronized (lock) {
      try {
        while (arrived.isEmpty() && !ended && failure == null) {
          lock.wait();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new BodyInterrupted("reading was interrupted");
      }
      if (failure != null) {
        throw failure;
      }
      Buffer buffer = arrived.poll();
      if (buffer != null) {
        makeRoom(buffer);
      }
      return buffer;
    }
  }

  private void makeRoom(Buffer buffer) {
    waiting -= buffer.length();
    if (paused && waiting <= resumeAtBytes) {
      paused = false;
      context.runOnContext(nothing -> flow());
    }
  }
}
