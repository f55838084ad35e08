package com.globant.hiring.application.load;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A body that is counted and digested as it is read, after all decoding. */
final class MeasuredBody implements Body {
  private final Body body;
  private final MessageDigest digest;
  private volatile long bytes;

  MeasuredBody(Body body) {
    this.body = body;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Size of what was read. */
  long bytes() {
    return bytes;
  }

  /** Digest of what was read, in lower-case hexadecimals; to be asked once, at the end. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public Opened open() throws IOException {
    Opened opened = body.open();
    return new Opened(
        new Measuring(opened.bytes()),
        opened.format(),
        opened.charset(),
        opened.header(),
        opened.delimiter());
  }

  @Override
  public long expectedBytes() {
    return body.expectedBytes();
  }

  @Override
  public void abandon() {
    body.abandon();
  }

  private final class Measuring extends FilterInputStream {
    Measuring(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int count = read(one, 0, 1);
      return count < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one reader at a time; volatile for the asker
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      if (count > 0) {
        digest.update(target, offset, count);
        bytes += count;
      }
      return count;
    }

    /** Skipping would pass the digest by. */
    @Override
    public long skip(long count) {
      return 0;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
