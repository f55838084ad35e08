package com.globant.hiring.application;

/** Whether the first record of a CSV body names the columns. */
public enum HeaderLine {
  /** It does when every field of it names a column. */
  AUTO,
  PRESENT,
  ABSENT
}
