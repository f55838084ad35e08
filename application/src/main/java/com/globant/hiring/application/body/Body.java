package com.globant.hiring.application.body;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.raw.Delimiter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load reads: the body of a request, which arrives only as fast as it is read, or the files
 * of a source.
 *
 * <p>The opener closes the streams. {@link #abandon} ends a blocked read.
 */
public interface Body {
  /** For a load whose files are read elsewhere. */
  Body NONE =
      new Body() {
        @Override
        public Opened open() {
          throw new IllegalStateException("This load reads nothing itself");
        }

        @Override
        public void abandon() {}
      };

  /**
   * Finds the files of a source. Called once, before {@link #open}. Blocks.
   *
   * @return empty for the body of a request
   * @throws Refused if the source cannot be read
   */
  default List<SourceFile> find() {
    return List.of();
  }

  /**
   * Opens the body of a request, which is done once, or the next of the files that were found,
   * after the stream of the one before was closed. The content is without its encoding and
   * multipart wrapping. Blocks until enough has arrived, as reading from the stream does.
   *
   * @throws Refused if the body is of a kind that cannot be read
   * @throws BodyInterrupted if the client went away
   */
  Opened open() throws IOException;

  /**
   * Opens one of the files that were found, to look at its first rows. {@link #open} gives it in
   * its turn nevertheless. As {@link #open} otherwise.
   *
   * @throws IllegalStateException for the body of a request
   */
  default Opened look(SourceFile file) throws IOException {
    throw new IllegalStateException("Only a source has files");
  }

  /**
   * About how many bytes of content there are, as the client announced or the files were found;
   * {@link Long#MAX_VALUE} if that is unknown. Only speed may depend on it.
   */
  default long expectedBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * Called once the load has begun in the database. From then on a load of a source goes on without
   * its client. Does not block.
   */
  default void begun() {}

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
      @Nullable Delimiter delimiter) {

    /** The same with another stream of its content. */
    public Opened with(InputStream otherBytes) {
      return new Opened(otherBytes, format, charset, header, delimiter);
    }
  }
}
