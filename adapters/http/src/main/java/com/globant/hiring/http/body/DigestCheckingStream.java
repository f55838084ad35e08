package com.globant.hiring.http.body;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Digests a body as it is read, and tells its end only when the digests are the announced ones. */
final class DigestCheckingStream extends FilterInputStream {
  private final AnnouncedDigests digests;
  private boolean checked;

  DigestCheckingStream(InputStream in, AnnouncedDigests digests) {
    super(in);
    this.digests = digests;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count > 0) {
      digests.update(target, offset, count);
    } else if (count < 0 && !checked) {
      checked = true;
      digests.check();
    }
    return count;
  }

  /** Skipping would pass the digests by. */
  @Override
  public long skip(long count) {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
