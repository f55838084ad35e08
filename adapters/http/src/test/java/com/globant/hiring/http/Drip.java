package com.globant.hiring.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A stream that gives at most so many bytes a read, and never says how many there are. */
public final class Drip extends InputStream {
  private final ByteArrayInputStream content;
  private final int atMost;

  public Drip(byte[] content, int atMost) {
    this.content = new ByteArrayInputStream(content);
    this.atMost = atMost;
  }

  @Override
  public int read() {
    return content.read();
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    return content.read(target, offset, Math.min(length, atMost));
  }
}
