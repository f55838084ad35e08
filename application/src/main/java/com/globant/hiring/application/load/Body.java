package com.globant.hiring.application.load;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Delimiter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, which flows only as fast as it is read.
 *
 * <p>It is opened at most once. Whoever opened it closes the stream; {@link #abandon} ends a read
 * that is under way.
 */
public interface Body {

  /**
   * Opens the body, free of its content encoding and of multipart wrapping. Blocks until enough has
   * arrived, as reading from the stream does: for worker threads only.
   *
   * @throws Refused where the body is of a kind that cannot be read
   * @throws BodyInterrupted where the client went away
   */
  Opened open() throws IOException;

  /**
   * About how many bytes of content there are, as far as the sender has said it; {@link
   * Long#MAX_VALUE} where nobody has. Nothing but speed may depend on it.
   */
  default long expectedBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Gives up on the rest of the body: a blocked or later read fails. Never blocks; for any thread,
   * any number of times.
   */
  void abandon();

  /**
   * An opened body.
   *
   * @param bytes its content; reads block, and may fail as {@link #open} does
   * @param charset of CSV, unless a byte order mark says something else
   * @param header what the media type says of a header line, or null where it says nothing
   * @param delimiter what the media type says of the delimiter, or null where it says nothing
   */
  record Opened(
      InputStream bytes,
      BodyFormat format,
      Charset charset,
      @Nullable HeaderLine header,
      @Nullable Delimiter delimiter) {}
}
