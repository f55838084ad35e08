package com.globant.hiring.http.connection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.answer.AnswerHeaders;
import com.globant.hiring.http.answer.Problem;
import com.globant.hiring.http.answer.RequestId;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the HTTP parser refuses, on one connection: a first line or headers that are malformed,
 * ambiguous ({@link RequestFraming}) or too long, and bodies whose chunks are malformed. Vert.x by
 * itself would answer without a body or not at all. Each is logged and counted. Used on the event
 * loop of the connection.
 *
 * <p>It stands between the parser and Vert.x in the pipeline, and writes past the encoder, as the
 * parser gives what it could not read for a request of HTTP/1.0.
 */
public final class ParserRefusals extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(ParserRefusals.class);

  /** How long what still comes is read and dropped, so that the client gets to the answer. */
  public static final long LINGER_MILLIS = 1000;

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private final Consumer<String> counter;
  private @Nullable Consumer<Refused> body;
  private boolean broken;

  private ParserRefusals(Consumer<String> counter) {
    this.counter = counter;
  }

  /**
   * To be called for each new connection.
   *
   * @param counter takes the code of each refusal
   */
  public static void watch(HttpConnection connection, Consumer<String> counter) {
    channel(connection)
        .pipeline()
        .addBefore("handler", "parser-refusals", new ParserRefusals(counter));
  }

  /** Reports it if the body that comes on a connection turns out to be malformed. */
  public static void watchBody(HttpConnection connection, Consumer<Refused> body) {
    ParserRefusals refusals = channel(connection).pipeline().get(ParserRefusals.class);
    if (refusals != null) {
      refusals.body = body;
    }
  }

  /** Whether a body was malformed, so that no end of it can be waited for. */
  public static boolean isBroken(HttpConnection connection) {
    ParserRefusals refusals = channel(connection).pipeline().get(ParserRefusals.class);
    return refusals != null && refusals.broken;
  }

  private static Channel channel(HttpConnection connection) {
    return ((Http1xServerConnection) connection).channel();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      body = null;
      HttpVersion version = request.protocolVersion();
      if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
        // Vert.x would answer this itself, with a 501 that says nothing.
        request.setDecoderResult(DecoderResult.failure(new UnsupportedVersion(version)));
      } else {
        RequestFraming.fault(request)
            .ifPresent(fault -> request.setDecoderResult(DecoderResult.failure(fault)));
      }
    } else if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      broken = true;
      Refused refused =
          malformed(
              "a chunk of the body is malformed, so that its end is not known; send it again");
      report(refused, null, counter);
      if (body != null) {
        ReferenceCountUtil.release(message);
        body.accept(refused);
        return;
      }
      // Vert.x closes the connection now; the request may have been answered already.
      ctx.flush();
    }
    ctx.fireChannelRead(message);
  }

  /** Answers a request that the parser could not read, and closes its connection. */
  public static void answer(HttpServerRequest request, Consumer<String> counter) {
    String id = RequestId.of(request);
    Refused refused = refusal(request);
    report(refused, id, counter);
    Channel channel = channel(request.connection());
    channel
        .pipeline()
        .context("httpEncoder")
        .writeAndFlush(Unpooled.wrappedBuffer(answer(request, refused, id).getBytes()))
        .addListener(
            sent -> {
              if (channel instanceof DuplexChannel socket) {
                var unused = socket.shutdownOutput();
              }
              var unused =
                  channel.eventLoop().schedule(() -> close(channel), LINGER_MILLIS, MILLISECONDS);
            });
  }

  private static void close(Channel channel) {
    var unused = channel.close();
  }

  private static Buffer answer(HttpServerRequest request, Refused refused, String id) {
    int status = Problem.status(refused.code());
    Buffer problem = Problem.document(refused, id).toBuffer();
    MultiMap headers = request.response().headers();
    AnswerHeaders.putOn(headers, AnswerHeaders.NOTHING);
    headers
        .set(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .set(HttpHeaders.CACHE_CONTROL, "no-store")
        .set(HttpHeaders.CONTENT_LENGTH, String.valueOf(problem.length()))
        .set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(HttpResponseStatus.valueOf(status));
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    Buffer answer = Buffer.buffer(head.append("\r\n\r\n").toString());
    return request.method().equals(HttpMethod.HEAD) ? answer : answer.appendBuffer(problem);
  }

  private static void report(
      Refused refused, @Nullable String requestId, Consumer<String> counter) {
    counter.accept(refused.code().wireName());
    LoggingEventBuilder line = log.atInfo().addKeyValue("code", refused.code().wireName());
    if (requestId != null) {
      line = line.addKeyValue(RequestId.KEY, requestId);
    }
    line.log("request refused by the HTTP parser: {}", refused.detail());
  }

  private static Refused refusal(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof Refused refused) {
      return refused;
    }
    if (cause instanceof TooLongHttpLineException) {
      return new Refused(
          RefusalCode.URI_TOO_LONG,
          "the first line of the request is longer than %d bytes; shorten the path and the query"
              .formatted(HttpServerOptions.DEFAULT_MAX_INITIAL_LINE_LENGTH));
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return new Refused(
          RefusalCode.HEADERS_TOO_LARGE,
          "the headers are larger than %d bytes; leave out those that are not needed"
              .formatted(HttpServerOptions.DEFAULT_MAX_HEADER_SIZE));
    }
    if (cause instanceof UnsupportedVersion version) {
      return new Refused(
          RefusalCode.HTTP_VERSION_NOT_SUPPORTED,
          "the version of HTTP is %s; send HTTP/1.1, as curl --http1.1 does"
              .formatted(version.getMessage()));
    }
    List<String> lengths = request.headers().getAll(HttpHeaders.CONTENT_LENGTH);
    if (lengths.size() > 1) {
      return malformed("the request has more than one Content-Length; send one");
    }
    if (!lengths.isEmpty() && !DIGITS.matcher(lengths.get(0)).matches()) {
      return malformed(
          "Content-Length must be a whole number of bytes, not '%s'"
              .formatted(Problem.cut(lengths.get(0))));
    }
    return malformed("the first line of the request or one of its headers is malformed");
  }

  private static Refused malformed(String detail) {
    return new Refused(RefusalCode.MALFORMED_REQUEST, detail);
  }

  /** A version of HTTP that is not spoken here. */
  private static final class UnsupportedVersion extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedVersion(HttpVersion version) {
      super(version.text());
    }
  }
}
