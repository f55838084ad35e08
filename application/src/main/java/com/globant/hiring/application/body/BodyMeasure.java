package com.globant.hiring.application.body;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and digests what is read of a body, after all decoding. */
public final class BodyMeasure {
  private final MessageDigest digest;
  private volatile long bytes;

  public BodyMeasure() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The number of bytes read so far. For any thread. */
  public long bytes() {
    return bytes;
  }

  /** The digest of all bytes, in lower-case hexadecimals. To be called once, at the end. */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The same content, which is measured while it is read. */
  public Body.Opened of(Body.Opened opened) {
    return opened.with(
        new BodyStream(opened.bytes()) {
          @Override
          @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; volatile for others
          protected void onBytes(byte[] read, int offset, int count) {
            digest.update(read, offset, count);
            bytes += count;
          }
        });
  }
}
