package com.globant.hiring.http.body;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.HttpSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/** Refuses a body that decodes to more than is allowed, in all or for what was sent. */
final class LimitedInputStream extends FilterInputStream {
  /** What a small body may decode to whatever its ratio: runs of equal rows pack well. */
  static final long FREE_BYTES = 16L << 20;

  private final HttpSettings.BodyLimits limits;
  private final LongSupplier sent;
  private long count;

  /**
   * @param sent how many encoded bytes were read so far
   */
  LimitedInputStream(InputStream in, HttpSettings.BodyLimits limits, LongSupplier sent) {
    super(in);
    this.limits = limits;
    this.sent = sent;
  }

  static Refused tooLarge(long limit) {
    return new Refused(
        RefusalCode.BODY_TOO_LARGE,
        "the body has more than %d bytes (limits.max_body_bytes); send it in parts with append=true"
            .formatted(limit));
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value >= 0) {
      add(1);
    }
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    if (read > 0) {
      add(read);
    }
    return read;
  }

  private void add(int read) {
    count += read;
    if (count > limits.maxBytes()) {
      throw tooLarge(limits.maxBytes());
    }
    if (count > FREE_BYTES && count / limits.maxExpansion() > sent.getAsLong()) {
      throw new Refused(
          RefusalCode.BODY_TOO_LARGE,
          "the body unpacks to more than %d times its size (limits.max_expansion_ratio); send it uncompressed"
              .formatted(limits.maxExpansion()));
    }
  }
}
