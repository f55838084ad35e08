package com.globant.hiring.http.connection;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses requests that a proxy may interpret differently: their length or their host is ambiguous
 * (RFC 9112, sections 3.2, 6.1 and 11.2). What follows such a request on its connection may be part
 * of it, so the connection must be closed.
 */
final class RequestFraming {
  /** A name, an IPv4 address or an IPv6 address in brackets; and a port. */
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+;=%-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{0,5})?");

  private RequestFraming() {}

  /** Why a request is ambiguous, also if the parser has refused it. */
  static Optional<Exception> fault(HttpRequest request) {
    HttpHeaders headers = request.headers();
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
        return malformed("HTTP/1.0 has no Transfer-Encoding; send HTTP/1.1, or a Content-Length");
      }
      if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
        return malformed(
            "the request has both Content-Length and Transfer-Encoding; send one of them");
      }
      if (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")) {
        return malformed(
            "Transfer-Encoding must be chunked, once and nothing else; a compressed body has Content-Encoding");
      }
    }
    if (request.decoderResult().isFailure()) {
      // The parser may have stopped before the header Host.
      return Optional.empty();
    }
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1) {
      return malformed("the request has more than one header Host; send one");
    }
    if (hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return malformed(
          "the request has no header Host; HTTP/1.1 takes one, as in Host: localhost:8080");
    }
    if (!hosts.isEmpty() && !HOST.matcher(hosts.get(0).strip()).matches()) {
      return malformed(
          "the header Host must be a name or an address and may have a port, as in localhost:8080");
    }
    return Optional.empty();
  }

  private static Optional<Exception> malformed(String detail) {
    return Optional.of(new Refused(RefusalCode.MALFORMED_REQUEST, detail));
  }
}
