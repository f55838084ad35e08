package com.globant.hiring.application.load;

/** Whether the first record of a CSV body names the columns. */
public enum HeaderLine {
  /** As {@link com.globant.hiring.domain.row.HeaderSearch} finds it. */
  AUTO,
  PRESENT,
  ABSENT
}
