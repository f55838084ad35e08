package com.globant.hiring.application.body;

import com.globant.hiring.application.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Port: files that the service reads itself, such as objects in S3. For any thread. */
public interface SourceFiles {
  /**
   * Checks whether a source may be read. Does not block.
   *
   * @param source the name of a file or, if it ends with a slash, of a folder
   * @throws Refused {@code source_not_allowed}
   */
  void requireAllowed(String source);

  /**
   * Finds the file of a source or, if it is a folder, all files in it and below, in the order of
   * the bytes of their names. Blocks.
   *
   * @return at least one file
   * @throws Refused {@code source_not_allowed}, {@code source_not_found}, {@code body_too_large} if
   *     there are too many files, and {@code storage_unavailable}
   */
  List<SourceFile> find(String source);

  /**
   * Opens a file. Nothing is read before the first call of the stream, which blocks. A read that
   * breaks is repeated from where it broke.
   *
   * <p>Closing the stream, on any thread, ends a blocked read with an {@link IOException}. The
   * stream throws {@link Refused} {@code source_changed} if the file is no longer the one that was
   * found, and {@code storage_unavailable}.
   */
  InputStream open(SourceFile file);
}
