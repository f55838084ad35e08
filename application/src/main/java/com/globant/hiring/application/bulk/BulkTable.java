package com.globant.hiring.application.bulk;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.BulkRun;
import org.jspecify.annotations.Nullable;

/** The table that a job fills, and what the database knows of the run. Its calls block. */
public interface BulkTable {
  /** The name of the table, in the schema of the loaded one; null for a dry run. */
  @Nullable String target();

  /**
   * How far the run has come.
   *
   * <p>Fails with {@link Refused} {@link RefusalCode#DATABASE_UNAVAILABLE} if the load has lost its
   * connection, and with it its locks.
   */
  Progress progress();

  /**
   * Notes that a run was started.
   *
   * <p>Fails with {@link Refused} {@link RefusalCode#TABLE_BUSY} if another run of the load is just
   * writing a part, and takes long; then it can be tried again.
   */
  void started(String runId);

  /**
   * How far a run has come.
   *
   * @param inserted rows that are in the table
   * @param incomplete how many of them have a NULL
   */
  record Progress(BulkRun run, long inserted, long incomplete) {}
}
