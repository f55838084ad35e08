package com.globant.hiring.domain.table;

/** Whether a load may fill a new table and rename it into the place of the old one. */
public enum Exchange {
  /** If it is faster, and nothing that others put on the table is lost. */
  AUTO,
  NEVER
}
