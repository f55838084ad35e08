package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.BodyFormat;
import com.globant.hiring.application.body.BodyStream;
import com.globant.hiring.http.HttpSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request. Opening it reads the socket and removes the content coding, the form and
 * the compression of the file.
 */
public final class RequestBody implements Body {
  /** The key of the body in its routing context. */
  private static final String KEY = RequestBody.class.getName();

  /** The usual ratio at which CSV unpacks. */
  private static final int USUAL_EXPANSION = 4;

  private final RequestInputStream socket;
  private final ContentCoding coding;
  private final MediaType type;
  private final MediaType.Kind kind;
  private final AnnouncedDigests digests;
  private final HttpSettings.BodyLimits limits;
  private final long expectedBytes;
  private @Nullable Runnable end;
  private volatile @Nullable MultipartForm form;
  private volatile boolean opened;

  private RequestBody(HttpServerRequest request, Context context, HttpSettings.BodyLimits limits) {
    requireSize(request, limits.maxBytes());
    this.type = MediaType.ofRequest(request);
    this.kind = type.kind();
    Charset charset = type.charset();
    type.header();
    if (kind == MediaType.Kind.MULTIPART) {
      type.boundary();
    } else if (kind == MediaType.Kind.JSON
        && charset != null
        && !charset.equals(StandardCharsets.UTF_8)) {
      throw new Refused(
          RefusalCode.UNSUPPORTED_MEDIA_TYPE, "JSON is read in UTF-8 only (RFC 8259)");
    }
    this.coding = ContentCoding.of(request.headers().getAll(HttpHeaders.CONTENT_ENCODING));
    this.digests = AnnouncedDigests.of(request.headers());
    this.limits = limits;
    this.expectedBytes = expectedBytes(request);
    this.socket = new RequestInputStream(request, context, limits);
  }

  /**
   * The body of a request. The first call checks the headers and pauses the request until its body
   * is read; later calls return the same body. To be called on the context of the request.
   *
   * @throws Refused if the headers announce a body that is not supported
   */
  public static RequestBody of(RoutingContext ctx, HttpSettings.BodyLimits limits) {
    RequestBody body = ctx.get(KEY);
    if (body == null) {
      ctx.request().pause();
      Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
      body = new RequestBody(ctx.request(), context, limits);
      ctx.put(KEY, body);
    }
    return body;
  }

  /**
   * Drops the rest of a body, if the request has one that was to be read. To be called if no load
   * will read it.
   */
  public static void abandon(RoutingContext ctx) {
    RequestBody body = ctx.get(KEY);
    if (body != null) {
      body.abandon();
      body.closeUnread();
    }
  }

  /** The reader closes an opened body. */
  private void closeUnread() {
    MultipartForm unread = opened ? null : form;
    if (unread != null) {
      try {
        unread.content().close();
      } catch (IOException nothingToFlush) {
        throw new UncheckedIOException(nothingToFlush);
      }
    }
  }

  /** Whether a request has a body. */
  public static boolean isAnnounced(HttpServerRequest request) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (declared != null) {
      return !declared.equals("0");
    }
    return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
  }

  private static void requireSize(HttpServerRequest request, long maxBytes) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (!isAnnounced(request)) {
      throw new Refused(
          RefusalCode.EMPTY_BODY,
          "the request has no body; send the file as the body, as in curl -T data.csv");
    }
    if (declared != null && (declared.length() > 18 || Long.parseLong(declared) > maxBytes)) {
      throw LimitedInputStream.tooLarge(maxBytes);
    }
  }

  /**
   * Sets what the reader calls once at the end of the body, when all of it was received and
   * checked.
   */
  public void atEnd(Runnable action) {
    end = action;
  }

  private long expectedBytes(HttpServerRequest request) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (declared == null) {
      return Long.MAX_VALUE;
    }
    boolean compressed = coding != ContentCoding.IDENTITY || type.isCompressed();
    return Long.parseLong(declared) * (compressed ? USUAL_EXPANSION : 1);
  }

  public boolean isJson() {
    return kind == MediaType.Kind.JSON;
  }

  @Override
  public long expectedBytes() {
    return expectedBytes;
  }

  @Override
  public Opened open() throws IOException {
    Opened opened = opened();
    return end == null ? opened : opened.with(notifying(opened.bytes(), end));
  }

  private static InputStream notifying(InputStream content, Runnable end) {
    return new BodyStream(content) {
      @Override
      protected void onEnd() {
        end.run();
      }
    };
  }

  private Opened opened() throws IOException {
    MultipartForm read = form;
    opened = true;
    InputStream source = read == null ? decoded() : read.content();
    try {
      if (read != null) {
        return csv(unpacked(source), read.type());
      }
      // Without Content-Encoding, decoded() has unpacked the file itself.
      InputStream content = coding == ContentCoding.IDENTITY ? source : unpacked(source);
      return kind == MediaType.Kind.JSON
          ? new Opened(content, BodyFormat.JSON, null, null, null)
          : csv(content, type);
    } catch (IOException | RuntimeException failure) {
      source.close();
      throw failure;
    }
  }

  private static Opened csv(InputStream content, MediaType type) {
    return new Opened(content, BodyFormat.CSV, type.charset(), type.header(), type.delimiter());
  }

  /**
   * Reads a form up to its file and returns the parameters before it. To be called once for each
   * form, before {@link #open}. Blocks.
   *
   * @param names of the parameters
   */
  public Map<String, String> readParameters(Set<String> names) throws IOException {
    InputStream decoded = decoded();
    try {
      MultipartForm read = MultipartForm.open(decoded, type.boundary(), names);
      read.type().charset();
      read.type().header();
      form = read;
      return read.parameters();
    } catch (IOException | RuntimeException failure) {
      decoded.close();
      throw failure;
    }
  }

  private InputStream decoded() throws IOException {
    socket.start();
    InputStream sent = digests.checked(socket);
    return coding == ContentCoding.IDENTITY
        ? unpacked(sent)
        : limited(coding.decodeAnnounced(sent));
  }

  /** The content of a file, unpacked if its first bytes show that it is compressed. */
  private InputStream unpacked(InputStream file) throws IOException {
    return limited(ContentCoding.find(file).decoded(ContentCoding.BODY));
  }

  private InputStream limited(InputStream decoded) {
    return new LimitedInputStream(decoded, limits, socket::taken, ContentCoding.BODY);
  }

  @Override
  public void abandon() {
    socket.abandon();
  }
}
