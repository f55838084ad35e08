package com.globant.hiring.http.report;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;

/**
 * Sends what many may ask for at a time. A piece is copied when the client has taken the last one,
 * so that slow clients hold a piece each, and not all of it.
 */
final class ContentInPieces {
  private static final int PIECE = 64 * 1024;

  private ContentInPieces() {}

  /** Sends the remaining bytes, and ends the response. */
  static Future<Void> sent(HttpServerResponse response, ByteBuffer content) {
    response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(content.remaining()));
    return rest(response, content);
  }

  private static Future<Void> rest(HttpServerResponse response, ByteBuffer content) {
    byte[] piece = new byte[Math.min(content.remaining(), PIECE)];
    content.get(piece);
    return content.hasRemaining()
        ? response.write(Buffer.buffer(piece)).compose(taken -> rest(response, content))
        : response.end(Buffer.buffer(piece));
  }
}
