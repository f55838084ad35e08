package com.globant.hiring.csv;

/**
 * How large what is read may be, so that no body can fill the memory.
 *
 * @param fieldBytes most bytes of a field, in UTF-8
 */
record Limits(int fieldBytes) {
  /** Rows after which a batch ends. */
  static final int BATCH_ROWS = 1000;

  /** Characters of rows after which a batch ends. */
  static final int BATCH_CHARS = 256 * 1024;

  /** Records of tables with two to five columns are never as large as this many full fields. */
  private static final int FIELDS_IN_RECORD = 8;

  private static final int MOST_BYTES_PER_CHAR = 3;

  /** While a large record is read: the parser's buffer and the array, each while it is copied. */
  private static final int READING_BYTES_A_CHAR = 14;

  /**
   * Until it is settled: its fields as strings, its text as a string and once more when written.
   */
  private static final int SETTLING_BYTES_A_CHAR = 6;

  Limits {
    if (fieldBytes < 1 || fieldBytes > Integer.MAX_VALUE / (4 * FIELDS_IN_RECORD)) {
      throw new IllegalArgumentException("No usable limit of a field: " + fieldBytes);
    }
  }

  /** Most characters of a record, line end not counted. */
  int recordChars() {
    return FIELDS_IN_RECORD * fieldBytes;
  }

  /** Most bytes of memory that a batch takes while its largest possible record is read. */
  long largestRecordBytes() {
    return (long) READING_BYTES_A_CHAR * recordChars() + (long) SETTLING_BYTES_A_CHAR * BATCH_CHARS;
  }

  /**
   * Bytes of memory that a batch with large records takes until it is settled.
   *
   * @param chars of its records
   * @param length of the array that they are in
   */
  long settlingBytes(int chars, int length) {
    return 2L * length + (long) SETTLING_BYTES_A_CHAR * chars;
  }

  /** A record of no more characters than this is within all limits, whatever they are. */
  int harmlessChars() {
    return fieldBytes / MOST_BYTES_PER_CHAR;
  }

  /** What a character adds to the size of its field. */
  static int utf8Bytes(char c) {
    if (c < 0x80) {
      return 1;
    }
    if (c < 0x800) {
      return 2;
    }
    // A pair has 4 bytes; a lone low surrogate stands for one byte that could not be decoded.
    return Character.isLowSurrogate(c) ? 1 : 3;
  }

  /** Whether a text is over the limit of a field. */
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
