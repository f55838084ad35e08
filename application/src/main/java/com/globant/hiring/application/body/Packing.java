package com.globant.hiring.application.body;

/** How a file is packed, as its first bytes show. */
public enum Packing {
  NONE,
  GZIP,
  ZSTD;

  /** How many bytes show it. */
  public static final int FIRST_BYTES = 4;

  /**
   * Recognises the packing.
   *
   * @param first the first bytes of the file, at least {@link #FIRST_BYTES} unless it has fewer
   */
  public static Packing of(byte[] first) {
    int magic = 0;
    for (int i = 0; i < Math.min(FIRST_BYTES, first.length); i++) {
      magic |= (first[i] & 0xFF) << (8 * i);
    }
    if ((magic & 0xFFFF) == 0x8B1F) {
      return GZIP;
    }
    // The latter is a skippable frame (RFC 8878, section 3.1.2), with which pzstd begins.
    return magic == 0xFD2FB528 || (magic & 0xFFFFFFF0) == 0x184D2A50 ? ZSTD : NONE;
  }
}
