package com.globant.hiring.application.bulk;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/**
 * Port: the folders in which jobs find their descriptions and leave their results, one for each
 * load. Its calls block, and fail with {@link Refused} {@link RefusalCode#STORAGE_UNAVAILABLE}. For
 * any thread.
 */
public interface BulkWork {
  /**
   * Writes the description of a job, over an older one.
   *
   * @return where the cluster finds it
   */
  URI describe(BulkDescription description);

  /** The result of a job; empty if it has not come to its end. */
  Optional<BulkResult> result(String loadId);

  /**
   * Reads a file of refused rows: CSV as the service writes it, without a header.
   *
   * @param name as the result gives it
   */
  InputStream refused(String loadId, String name);

  /** Deletes the folder of a load. Does nothing if there is none. */
  void delete(String loadId);
}
