package com.globant.hiring.application.body;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.raw.Delimiter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request. It arrives only as fast as it is read.
 *
 * <p>It is opened at most once, and its opener closes the stream. {@link #abandon} ends a blocked
 * read.
 */
public interface Body {

  /**
   * Opens the body, without its content encoding and multipart wrapping. Blocks until enough has
   * arrived, as reading from the stream does.
   *
   * @throws Refused if the body is of a kind that cannot be read
   * @throws BodyInterrupted if the client went away
   */
  Opened open() throws IOException;

  /**
   * About how many bytes of content the client announced; {@link Long#MAX_VALUE} if it did not.
   * Only speed may depend on it.
   */
  default long expectedBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Drops the rest of the body: a blocked or later read fails, unless the whole body has arrived.
   * Never blocks. For any thread, any number of times.
   */
  void abandon();

  /**
   * An opened body.
   *
   * @param bytes its content; reads block, and may fail as {@link #open} does
   * @param charset that the media type names, or null; for CSV, a byte order mark wins over it
   * @param header the media type's parameter for a header line, or null
   * @param delimiter that the media type implies, or null
   */
  record Opened(
      InputStream bytes,
      BodyFormat format,
      @Nullable Charset charset,
      @Nullable HeaderLine header,
      @Nullable Delimiter delimiter) {}
}
