package com.globant.hiring.local;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.ObjIntConsumer;

/** Cuts lines that are written to it into files of the same number of lines. */
final class ChunkedFiles extends OutputStream {
  private final int linesOfFile;
  private final ObjIntConsumer<byte[]> taker;
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private int number;
  private int lines;
  private long bytes;

  /**
   * @param taker gets the content of each file, and its number from 0 on
   */
  ChunkedFiles(int linesOfFile, ObjIntConsumer<byte[]> taker) {
    this.linesOfFile = linesOfFile;
    this.taker = taker;
  }

  @Override
  public void write(int b) {
    file.write(b);
    if (b == '\n' && ++lines == linesOfFile) {
      end();
    }
  }

  private void end() {
    byte[] content = file.toByteArray();
    file.reset();
    lines = 0;
    bytes += content.length;
    taker.accept(content, number++);
  }

  /** Ends the last file. */
  @Override
  public void close() {
    if (file.size() > 0) {
      end();
    }
  }

  /** Of all files that have ended. */
  long bytes() {
    return bytes;
  }
}
