package com.globant.hiring.csv;

/**
 * Limits of fields, records and batches, so that no file can fill the memory.
 *
 * @param fieldBytes most bytes of a field, in UTF-8
 */
record Limits(int fieldBytes) {
  /** Rows after which a batch ends. */
  static final int BATCH_ROWS = 1000;

  /** Characters of rows after which a batch ends. */
  static final int BATCH_CHARS = 256 * 1024;

  /** A record may be as large as this many full fields. */
  private static final int FIELDS_IN_RECORD = 8;

  private static final int MOST_BYTES_PER_CHAR = 3;

  /**
   * While a large record is read: the parser's buffer and the array, both while they are copied.
   */
  private static final int READING_BYTES_A_CHAR = 14;

  /**
   * Until a batch is settled: fields as strings, text as a string, and once more while it is
   * written.
   */
  private static final int SETTLING_BYTES_A_CHAR = 6;

  Limits {
    if (fieldBytes < 1 || fieldBytes > Integer.MAX_VALUE / (4 * FIELDS_IN_RECORD)) {
      throw new IllegalArgumentException("No usable limit of a field: " + fieldBytes);
    }
  }

  /** Most characters of a record, without its line end. */
  int recordChars() {
    return FIELDS_IN_RECORD * fieldBytes;
  }

  /** Bytes of memory that a batch takes while the largest possible record is read. */
  long largestRecordBytes() {
    return (long) READING_BYTES_A_CHAR * recordChars() + (long) SETTLING_BYTES_A_CHAR * BATCH_CHARS;
  }

  /**
   * Bytes of memory that a batch with large records takes until it is settled.
   *
   * @param chars of its records
   * @param length of their array
   */
  long settlingBytes(int chars, int length) {
    return 2L * length + (long) SETTLING_BYTES_A_CHAR * chars;
  }

  /**
   * A record of at most this many characters is within all limits, whatever characters they are.
   */
  int harmlessChars() {
    return fieldBytes / MOST_BYTES_PER_CHAR;
  }

  /** Bytes of a character in UTF-8. */
  static int utf8Bytes(char c) {
    if (c < 0x80) {
      return 1;
    }
    if (c < 0x800) {
      return 2;
    }
    // A surrogate pair has 4 bytes; a lone low surrogate is a byte that could not be decoded.
    return Character.isLowSurrogate(c) ? 1 : 3;
  }

  /** Whether a text is larger than a field may be. */
  boolean exceededBy(String text) {
    if (text.length() <= harmlessChars()) {
      return false;
    }
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += utf8Bytes(text.charAt(i));
    }
    return bytes > fieldBytes;
  }
}
