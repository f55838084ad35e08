package com.globant.hiring.application.file;

import com.globant.hiring.domain.row.Undecodable;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A CSV file (RFC 4180, UTF-8, CRLF) being written to local disk. Closing deletes it. */
public interface CsvSpool extends AutoCloseable {

  /**
   * Appends records; a null cell is written as nothing, an empty one as {@code ""}, and a byte that
   * is no character as {@link Undecodable} spells it out. To be called again only when the last
   * stage has completed.
   *
   * @param records read once, by another thread
   * @return how many records the file has; fewer than were given if it is limited and full, and it
   *     stays as it is then
   */
  CompletionStage<Long> write(List<? extends List<@Nullable String>> records);

  /** Ends the file. */
  CompletionStage<CsvFile> finish();

  /** Reads the finished file, of which there must be no more than fits into memory. */
  CompletionStage<byte[]> content();

  /** Deletes the file; never blocks for long, never fails, any number of times. */
  @Override
  void close();
}
