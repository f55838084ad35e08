package com.globant.hiring.http;

import com.globant.hiring.application.Body;
import com.globant.hiring.application.BodyFormat;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The body of a request: from the socket through its content coding and its form. */
final class RequestBody implements Body {
  /** What compressed CSV usually unpacks to. */
  private static final int USUAL_EXPANSION = 4;

  private final RequestInputStream socket;
  private final ContentCoding coding;
  private final MediaType type;
  private final MediaType.Kind kind;
  private final Charset charset;
  private final AnnouncedDigests digests;
  private final HttpSettings.BodyLimits limits;
  private final long expectedBytes;
  private @Nullable Runnable end;

  /**
   * Checks all that the headers tell. To be made on the request's context, while it is paused.
   *
   * @throws Refused where the headers announce a body that is not read
   */
  RequestBody(HttpServerRequest request, Context context, HttpSettings.BodyLimits limits) {
    requireSize(request, limits.maxBytes());
    this.type = MediaType.of(request.getHeader(HttpHeaders.CONTENT_TYPE));
    this.kind = type.kind();
    this.charset = type.charset();
    type.header();
    if (kind == MediaType.Kind.MULTIPART) {
      type.boundary();
    } else if (kind == MediaType.Kind.JSON && !charset.equals(StandardCharsets.UTF_8)) {
      throw new Refused(
          RefusalCode.UNSUPPORTED_MEDIA_TYPE, "JSON is read in UTF-8 only (RFC 8259)");
    }
    this.coding = ContentCoding.of(request.getHeader(HttpHeaders.CONTENT_ENCODING));
    this.digests = AnnouncedDigests.of(request.headers());
    this.limits = limits;
    this.expectedBytes = expectedBytes(request);
    this.socket = new RequestInputStream(request, context, limits);
  }

  /** Whether a request may have a body. */
  static boolean isAnnounced(HttpServerRequest request) {
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
   * Tells of the end of the body, once, by the reader: all of it has come then, and it is what its
   * headers say.
   */
  void atEnd(Runnable told) {
    end = told;
  }

  private static long expectedBytes(HttpServerRequest request) {
    String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (declared == null) {
      return Long.MAX_VALUE;
    }
    boolean compressed = request.getHeader(HttpHeaders.CONTENT_ENCODING) != null;
    return Long.parseLong(declared) * (compressed ? USUAL_EXPANSION : 1);
  }

  @Override
  public long expectedBytes() {
    return expectedBytes;
  }

  @Override
  public Opened open() throws IOException {
    Opened opened = opened();
    return end == null
        ? opened
        : new Opened(
            new EndTellingStream(opened.bytes(), end),
            opened.format(),
            opened.charset(),
            opened.header(),
            opened.delimiter());
  }

  private Opened opened() throws IOException {
    socket.start();
    InputStream sent = digests.isEmpty() ? socket : new DigestCheckingStream(socket, digests);
    InputStream decoded = new LimitedInputStream(coding.decode(sent), limits, socket::taken);
    return switch (kind) {
      case CSV -> new Opened(decoded, BodyFormat.CSV, charset, type.header(), type.delimiter());
      case JSON -> new Opened(decoded, BodyFormat.JSON, charset, null, null);
      case MULTIPART -> openForm(decoded);
    };
  }

  private Opened openForm(InputStream decoded) throws IOException {
    MultipartFile file = MultipartFile.open(decoded, type.boundary());
    MediaType part = MediaType.of(file.contentType());
    part.requireCsvPart();
    return new Opened(
        file.content(), BodyFormat.CSV, part.charset(), part.header(), part.delimiter());
  }

  @Override
  public void abandon() {
    socket.abandon();
  }
}
