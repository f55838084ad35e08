package com.globant.hiring.application.body;

/** Whether the first record of a CSV body names the columns. */
public enum HeaderLine {
  /** {@link com.globant.hiring.domain.row.HeaderSearch} decides. */
  AUTO,
  PRESENT,
  ABSENT
}
