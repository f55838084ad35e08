package com.globant.hiring.application.load;

/**
 * The rows of a load; {@code read = inserted + updated + ignored + rejected}.
 *
 * @param incomplete how many of the inserted have a NULL
 */
public record RowCounts(
    long read, long inserted, long updated, long ignored, long rejected, long incomplete) {

  public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0, 0);

  RowCounts plus(Written written, long refusedByRules) {
    long refused = written.rejected().size() + refusedByRules;
    return new RowCounts(
        read + written.inserted() + written.updated() + written.ignored() + refused,
        inserted + written.inserted(),
        updated + written.updated(),
        ignored + written.ignored(),
        rejected + refused,
        incomplete + written.incomplete());
  }

  /** How many were not refused. */
  long accepted() {
    return read - rejected;
  }
}
