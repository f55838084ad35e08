package com.globant.hiring.domain.table;

import com.globant.hiring.domain.row.IntegerText;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.row.TimestampText;

/** What a column holds. */
public enum ColumnType {
  /** 32-bit signed integer, read by {@link IntegerText}. */
  INTEGER,
  /** Text of at most {@link RowRules#MAX_STRING_LENGTH} characters, kept to the letter. */
  STRING,
  /** Moment in UTC with microseconds, read by {@link TimestampText}. */
  TIMESTAMP
}
