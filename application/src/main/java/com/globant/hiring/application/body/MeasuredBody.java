package com.globant.hiring.application.body;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Counts and digests a body as it is read, after all decoding. */
public final class MeasuredBody implements Body {
  private final Body body;
  private final MessageDigest digest;
  private volatile long bytes;

  public MeasuredBody(Body body) {
    this.body = body;
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

  @Override
  public List<SourceFile> find() {
    return body.find();
  }

  @Override
  public Opened open() throws IOException {
    Opened opened = body.open();
    return opened.with(new Measuring(opened.bytes()));
  }

  /** Its bytes do not count. */
  @Override
  public Opened look(SourceFile file) throws IOException {
    return body.look(file);
  }

  @Override
  public void begun() {
    body.begun();
  }

  @Override
  public long expectedBytes() {
    return body.expectedBytes();
  }

  @Override
  public void abandon() {
    body.abandon();
  }

  private final class Measuring extends BodyStream {
    Measuring(InputStream in) {
      super(in);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; volatile for those that read
    protected void onBytes(byte[] read, int offset, int count) {
      digest.update(read, offset, count);
      bytes += count;
    }
  }
}
