package com.globant.hiring.application.file;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.raw.Undecodable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180, UTF-8, CRLF) that is written to local disk. Closing deletes it.
 *
 * <p>Used by one thread at a time, which waits for the disk. All of it fails with {@link Refused}
 * {@code storage_unavailable}.
 */
public interface CsvSpool extends AutoCloseable {
  /**
   * Appends a record; a null cell is written as nothing, an empty one as {@code ""}, and a byte
   * that could not be decoded as {@link Undecodable} shows it.
   *
   * @return false if the file is limited and has no room for the record; later records are not
   *     written either
   */
  boolean write(List<@Nullable String> record);

  /** Completes the file. Without any record it has its header only. */
  CsvFile finish();

  /** Reads the finished file, which must fit into memory. */
  byte[] content();

  /** Deletes the file. May be called by any thread and more than once; never fails. */
  @Override
  void close();
}
