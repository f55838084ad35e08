package com.globant.hiring.e2e;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A stream of hires with consecutive keys, generated while it is read. */
final class GeneratedHires extends InputStream {
  private static final String NAME = "Maximiliana Montgomery-Featherstonehaugh de la Vega y Ortega";

  private final long end;
  private long next;
  private byte[] line = new byte[0];
  private int position;

  /** A stream of that many rows, with keys from 1. */
  GeneratedHires(long rows) {
    this(1, rows);
  }

  /** A stream of that many rows. */
  GeneratedHires(long first, long rows) {
    this.next = first;
    this.end = first + rows;
  }

  /** How many rows make at least that many bytes; a row has 92 or more. */
  static long rowsFor(long bytes) {
    return bytes / 90;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int filled = 0;
    while (filled < length) {
      if (position == line.length) {
        if (next == end) {
          break;
        }
        line = row(next++);
        position = 0;
      }
      int count = Math.min(length - filled, line.length - position);
      System.arraycopy(line, position, target, offset + filled, count);
      position += count;
      filled += count;
    }
    return filled == 0 && length > 0 ? -1 : filled;
  }

  private static byte[] row(long id) {
    long day = 1 + id % 28;
    return (id + "," + NAME + ",2021-11-" + (day < 10 ? "0" : "") + day + "T02:48:42Z,1,1\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
