package com.globant.hiring.application.record;

import org.jspecify.annotations.Nullable;

/**
 * The run of a job that reads the files of a load and writes its rows.
 *
 * @param engine that runs the job, such as {@code spark-submit}
 * @param id by which the engine knows the run; null before it was started
 * @param phase null after the end of the load
 * @param partsDone parts of the rows that are written
 * @param parts how many there are; null before that is known and after the end of the load
 */
public record BulkRun(
    String engine,
    @Nullable String id,
    @Nullable Phase phase,
    int partsDone,
    @Nullable Integer parts) {

  /** How far a run has come. */
  public enum Phase {
    /** It waits for the cluster. */
    QUEUED,
    /** Large files are cut where rows begin. */
    SCANNING,
    /** All rows are read and checked. */
    CHECKING,
    /** Rows are written into a table of their own. */
    WRITING,
    /** The service makes the rows visible. */
    PUBLISHING
  }

  /** As it is kept after the end of the load. */
  public BulkRun ended() {
    return new BulkRun(engine, id, null, 0, null);
  }
}
