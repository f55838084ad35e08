package com.globant.hiring.http.connection;

import com.globant.hiring.http.HttpSettings;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes one connection of HTTP/1 if it is idle, if the headers of a request are not complete in
 * time, if the client does not read an answer, and after {@code Connection: close}.
 *
 * <p>A request is pending from the end of its headers until its answer was written. Meanwhile, this
 * handler does not limit the time without input: a paused upload, a long commit and a stream of
 * events all look idle here. {@code BodyTimers} limits bodies.
 *
 * <p>It is placed between the HTTP codec and the handler of Vert.x. Used on one event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class ConnectionTimeouts extends ChannelDuplexHandler {
  /** The most pending requests of one connection; clients send one or two ahead. */
  private static final int MOST_PIPELINED = 100;

  private final long idleNanos;
  private final long headerNanos;

  private int pending;

  /** Whether the body of the last request is incomplete. */
  private boolean receiving;

  /** Whether {@code Connection: close} was received or sent: further requests are ignored. */
  private boolean closing;

  private boolean answerCloses;
  private boolean decoded;
  private long idleSince;
  private @Nullable ScheduledFuture<?> idleCheck;
  private @Nullable ScheduledFuture<?> headerTimeout;

  /**
   * The message at the head of the outbound buffer and how much of it was sent at the last check.
   */
  private @Nullable Object head;

  private long headProgress;
  private long progressAt;

  ConnectionTimeouts(HttpSettings.ConnectionLimits limits) {
    this.idleNanos = limits.idle().toNanos();
    this.headerNanos = limits.headers().toNanos();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    idleSince = System.nanoTime();
    check(ctx, idleNanos);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    stop(idleCheck);
    stop(headerTimeout);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    handlerRemoved(ctx);
    ctx.fireChannelInactive();
  }

  private static void stop(@Nullable ScheduledFuture<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    decoded = true;
    if (message instanceof HttpRequest request) {
      begin(ctx, request);
    }
    if (!receiving) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof LastHttpContent || isUnreadable(message)) {
      receiving = false;
    }
    ctx.fireChannelRead(message);
    if (!receiving && closing && pending == 0) {
      // Closes after everything that was written before was sent.
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void begin(ChannelHandlerContext ctx, HttpRequest request) {
    stop(headerTimeout);
    headerTimeout = null;
    if (closing) {
      return;
    }
    if (pending == MOST_PIPELINED) {
      closing = true;
      ctx.close();
      return;
    }
    pending++;
    receiving = true;
    closing = isUnreadable(request) || !HttpUtil.isKeepAlive(request);
  }

  /** Whether the decoder failed, after which it reads nothing more from the connection. */
  private static boolean isUnreadable(Object message) {
    return message instanceof HttpObject part && part.decoderResult().isFailure();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!decoded && pending == 0 && !receiving && headerTimeout == null) {
      headerTimeout = ctx.executor().schedule(() -> ctx.close(), headerNanos, TimeUnit.NANOSECONDS);
    }
    decoded = false;
    ctx.fireChannelReadComplete();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        ctx.write(message, promise);
        return;
      }
      if (closes(response)) {
        closing = true;
        answerCloses = true;
      }
    }
    if (message instanceof LastHttpContent) {
      pending--;
      idleSince = System.nanoTime();
      if (isLast()) {
        ctx.write(message, promise.unvoid()).addListener(ChannelFutureListener.CLOSE);
        return;
      }
    }
    ctx.write(message, promise);
  }

  /** Whether the connection ends with the answer that has just been written. */
  private boolean isLast() {
    return answerCloses ? pending > 0 || !receiving : closing && pending == 0 && !receiving;
  }

  private static boolean closes(HttpResponse response) {
    return response
        .headers()
        .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  private void check(ChannelHandlerContext ctx, long afterNanos) {
    idleCheck = ctx.executor().schedule(() -> check(ctx), afterNanos, TimeUnit.NANOSECONDS);
  }

  private void check(ChannelHandlerContext ctx) {
    long now = System.nanoTime();
    ChannelOutboundBuffer unsent = ctx.channel().unsafe().outboundBuffer();
    long left;
    if (unsent != null && !unsent.isEmpty()) {
      left = idleNanos - (now - progress(unsent, now));
      idleSince = now;
    } else {
      head = null;
      left = pending > 0 ? idleNanos : idleNanos - (now - idleSince);
    }
    if (left > 0) {
      check(ctx, left);
    } else {
      ctx.close();
    }
  }

  /** When a check last found that the client has read something. */
  private long progress(ChannelOutboundBuffer unsent, long now) {
    Object current = unsent.current();
    long progress = unsent.currentProgress();
    if (head != current || headProgress != progress) {
      head = current;
      headProgress = progress;
      progressAt = now;
    }
    return progressAt;
  }
}
