package com.globant.hiring.http;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses a body that decodes to more than is allowed. */
final class LimitedInputStream extends FilterInputStream {
  private final long limit;
  private long count;

  LimitedInputStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
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
    if (count > limit) {
      throw tooLarge(limit);
    }
  }
}
