package com.globant.hiring.domain;

import java.util.Locale;

/** Why a row was refused. */
public enum RowErrorCode {
  /** A field that must have a value is missing. */
  REQUIRED,
  INVALID_INTEGER,
  INVALID_NUMBER,
  INVALID_BOOLEAN,
  /** Not a date, a year, or a month of a year. */
  INVALID_DATE,
  INVALID_TIME,
  INVALID_DATETIME,
  INVALID_JSON,
  /** A string that is not in the format of its column: not a UUID, e-mail address or URI. */
  INVALID_FORMAT,
  /** A number or a datetime that the column's type cannot hold. */
  OUT_OF_RANGE,
  BELOW_MINIMUM,
  ABOVE_MAXIMUM,
  TOO_SHORT,
  TOO_LONG,
  PATTERN_MISMATCH,
  NOT_IN_ENUM,
  TOO_FEW_FIELDS,
  TOO_MANY_FIELDS,
  /** Characters between a closing quote and the next separator. */
  MALFORMED,
  /** Bytes that are no characters in the charset of the body. */
  INVALID_ENCODING,
  /** A key that the referenced table does not have. */
  UNKNOWN_REFERENCE,
  /** A primary key that is in the table already or earlier in the file. */
  DUPLICATE_KEY,
  /** Values of a unique key that are in the table already or earlier in the file. */
  NOT_UNIQUE;

  /** The name in answers and in the file of refused rows. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
