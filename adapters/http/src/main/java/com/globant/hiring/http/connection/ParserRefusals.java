package com.globant.hiring.http.connection;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.answer.AnswerHeaders;
import com.globant.hiring.http.answer.HttpCode;
import com.globant.hiring.http.answer.HttpRefused;
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
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Answers, logs and counts what the HTTP parser refuses on one connection: a request line or
 * headers that are malformed, ambiguous ({@link RequestFraming}) or too long, and bodies with
 * malformed chunks. Vert.x would answer without a body or not at all. Used on the event loop of the
 * connection.
 *
 * <p>It is placed between the HTTP codec and the handler of Vert.x, and writes without the encoder,
 * because the codec treats what it cannot parse as a request of HTTP/1.0.
 */
public final class ParserRefusals extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ParserRefusals.class);

  /** How long input is read and dropped before the connection is closed. */
  public static final long LINGER_MILLIS = 1000;

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private final Consumer<String> counter;
  private @Nullable Consumer<Refused> body;
  private boolean broken;

  private ParserRefusals(Consumer<String> counter) {
    this.counter = counter;
  }

  /**
   * Adds the handler to a new connection.
   *
   * @param counter receives the code of each refusal
   */
  public static void watch(HttpConnection connection, Consumer<String> counter) {
    channel(connection)
        .pipeline()
        .addBefore("handler", "parser-refusals", new ParserRefusals(counter));
  }

  /** Reports malformed chunks in the body that the connection receives now. */
  public static void watchBody(HttpConnection connection, Consumer<Refused> body) {
    ParserRefusals refusals = channel(connection).pipeline().get(ParserRefusals.class);
    if (refusals != null) {
      refusals.body = body;
    }
  }

  /** Whether a body had malformed chunks, so that its end cannot be found. */
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
      versionFault(request.protocolVersion())
          .or(() -> RequestFraming.fault(request))
          .ifPresent(fault -> request.setDecoderResult(DecoderResult.failure(fault)));
    } else if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      broken = true;
      Refused refused =
          new Refused(
              RefusalCode.MALFORMED_REQUEST,
              "a chunk of the body is malformed, so that its end is not known; send it again");
      report(Problem.of(refused), null, counter);
      if (body != null) {
        ReferenceCountUtil.release(message);
        body.accept(refused);
        return;
      }
      // Vert.x closes the connection now. An answer may still be in the buffer.
      ctx.flush();
    }
    ctx.fireChannelRead(message);
  }

  /** Vert.x would answer other versions with an empty 501. */
  private static Optional<Exception> versionFault(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0)
        ? Optional.empty()
        : Optional.of(
            new HttpRefused(
                HttpCode.HTTP_VERSION_NOT_SUPPORTED,
                "the version of HTTP is %s; send HTTP/1.1, as curl --http1.1 does"
                    .formatted(version.text())));
  }

  /** Answers a request that could not be parsed, and closes its connection. */
  public static void answer(HttpServerRequest request, Consumer<String> counter) {
    String id = RequestId.of(request);
    Problem problem = problem(request);
    report(problem, id, counter);
    Channel channel = channel(request.connection());
    channel
        .pipeline()
        .context("httpEncoder")
        .writeAndFlush(Unpooled.wrappedBuffer(bytes(request, problem, id).getBytes()))
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

  private static Buffer bytes(HttpServerRequest request, Problem problem, String id) {
    Buffer document = problem.toJson(id).toBuffer();
    MultiMap headers = request.response().headers();
    AnswerHeaders.putOn(headers, AnswerHeaders.NOTHING);
    headers
        .set(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .set(HttpHeaders.CACHE_CONTROL, "no-store")
        .set(HttpHeaders.CONTENT_LENGTH, String.valueOf(document.length()))
        .set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    StringBuilder head =
        new StringBuilder("HTTP/1.1 ").append(HttpResponseStatus.valueOf(problem.status()));
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    Buffer answer = Buffer.buffer(head.append("\r\n\r\n").toString());
    return request.method().equals(HttpMethod.HEAD) ? answer : answer.appendBuffer(document);
  }

  private static void report(
      Problem problem, @Nullable String requestId, Consumer<String> counter) {
    counter.accept(problem.code());
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("code", problem.code());
    if (requestId != null) {
      line = line.addKeyValue(RequestId.KEY, requestId);
    }
    line.log("request refused by the HTTP parser: {}", problem.detail());
  }

  private static Problem problem(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof Refused || cause instanceof HttpRefused) {
      return Problem.of(cause);
    }
    if (cause instanceof TooLongHttpLineException) {
      return Problem.of(
          HttpCode.URI_TOO_LONG,
          "the first line of the request is longer than %d bytes; shorten the path and the query"
              .formatted(HttpServerOptions.DEFAULT_MAX_INITIAL_LINE_LENGTH));
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return Problem.of(
          HttpCode.HEADERS_TOO_LARGE,
          "the headers are larger than %d bytes; leave out those that are not needed"
              .formatted(HttpServerOptions.DEFAULT_MAX_HEADER_SIZE));
    }
    return Problem.of(RefusalCode.MALFORMED_REQUEST, malformed(request.headers()));
  }

  private static String malformed(MultiMap headers) {
    List<String> lengths = headers.getAll(HttpHeaders.CONTENT_LENGTH);
    if (lengths.size() > 1) {
      return "the request has more than one Content-Length; send one";
    }
    if (!lengths.isEmpty() && !DIGITS.matcher(lengths.get(0)).matches()) {
      return "Content-Length must be a whole number of bytes, not '%s'"
          .formatted(Problem.cut(lengths.get(0)));
    }
    return "the first line of the request or one of its headers is malformed";
  }
}
