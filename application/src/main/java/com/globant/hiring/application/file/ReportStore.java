package com.globant.hiring.application.file;

import com.globant.hiring.application.Refused;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;

/** Port: stores CSV files that clients read by URL. */
public interface ReportStore {

  /**
   * Stores a file under a key and gives a URL that reads it for a limited time. Fails with {@link
   * Refused} {@code storage_unavailable}.
   *
   * @param key path in the store, such as {@code reports/x.csv}; a second file under the same key
   *     replaces the first
   * @param fileName under which browsers save it, of letters, digits, {@code -}, {@code _} and
   *     {@code .}
   */
  CompletionStage<PresignedUrl> put(String key, String fileName, CsvFile file);

  /**
   * Gives a new URL of a stored file, with its full lifetime. Does not check whether the file still
   * exists. Fails with {@link Refused} {@code storage_unavailable}.
   *
   * @param key as given to {@link #put}
   */
  CompletionStage<PresignedUrl> presign(String key);

  /**
   * Reads a file. Fails with {@link Refused} {@code storage_unavailable}.
   *
   * @param key as given to {@link #put}
   * @param offset the first byte to read, from 0; nothing is read from the end on
   * @return to be read by a thread that may block, and closed by the caller
   */
  CompletionStage<InputStream> read(String key, long offset);

  /**
   * Deletes a file, or does nothing if there is none. Fails with {@link Refused} {@code
   * storage_unavailable}.
   *
   * @param key as given to {@link #put}
   */
  CompletionStage<Void> delete(String key);
}
