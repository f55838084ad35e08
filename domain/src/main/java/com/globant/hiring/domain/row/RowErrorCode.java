package com.globant.hiring.domain.row;

import java.util.Locale;

/** Why a row was refused. */
public enum RowErrorCode {
  /** A field that must have a value is missing. */
  REQUIRED,
  INVALID_INTEGER,
  /** A number or a moment that the column cannot hold. */
  OUT_OF_RANGE,
  INVALID_DATETIME,
  TOO_LONG,
  TOO_FEW_FIELDS,
  TOO_MANY_FIELDS,
  /** Characters between a closing quote and the next separator. */
  MALFORMED,
  /** Bytes that are no characters in the charset of the body. */
  INVALID_ENCODING,
  /** A key that the referenced table does not have. */
  UNKNOWN_REFERENCE,
  /** A key that is in the table already or earlier in the file. */
  DUPLICATE_KEY;

  /** The name in answers and in the file of refused rows. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
