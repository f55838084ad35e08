package com.globant.hiring.application.record;

/**
 * The rows of a load; {@code read = inserted + updated + ignored + rejected}.
 *
 * @param incomplete how many of the inserted have a NULL
 */
public record RowCounts(
    long read, long inserted, long updated, long ignored, long rejected, long incomplete) {

  public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0, 0);

  /** The sum of both. */
  public RowCounts plus(RowCounts more) {
    return new RowCounts(
        read + more.read,
        inserted + more.inserted,
        updated + more.updated,
        ignored + more.ignored,
        rejected + more.rejected,
        incomplete + more.incomplete);
  }

  /** How many were not refused. */
  public long accepted() {
    return read - rejected;
  }
}
