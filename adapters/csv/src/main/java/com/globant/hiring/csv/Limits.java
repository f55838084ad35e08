package com.globant.hiring.csv;

/**
 * How large what is read may be, so that no body can fill the memory.
 *
 * @param fieldBytes most bytes of a field, in UTF-8
 */
record Limits(int fieldBytes) {
  /** Records of tables with two to five columns are never as large as this many full fields. */
  private static final int FIELDS_IN_RECORD = 8;

  private static final int MOST_BYTES_PER_CHAR = 3;

  Limits {
    if (fieldBytes < 1 || fieldBytes > Integer.MAX_VALUE / (4 * FIELDS_IN_RECORD)) {
      throw new IllegalArgumentException("No usable limit of a field: " + fieldBytes);
    }
  }

  /** Most characters of a record, line end not counted. */
  int recordChars() {
    return FIELDS_IN_RECORD * fieldBytes;
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
