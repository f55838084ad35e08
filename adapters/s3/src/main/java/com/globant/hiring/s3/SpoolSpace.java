package com.globant.hiring.s3;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of local disk that limited CSV files may take, each and all together. */
final class SpoolSpace {
  static final SpoolSpace UNLIMITED = new SpoolSpace(Long.MAX_VALUE, Long.MAX_VALUE);

  private final long ofEach;
  private final long ofAll;
  private final AtomicLong taken = new AtomicLong();

  SpoolSpace(long ofEach, long ofAll) {
    this.ofEach = ofEach;
    this.ofAll = ofAll;
  }

  /** The space of one more file. */
  Share share() {
    return new Share();
  }

  /** Used by one thread at a time. */
  final class Share {
    private long bytes;

    private Share() {}

    /** Takes space, if this file may have that much more. */
    boolean tryTake(long more) {
      if (more > ofEach - bytes) {
        return false;
      }
      if (ofAll < Long.MAX_VALUE && taken.addAndGet(more) > ofAll) {
        taken.addAndGet(-more);
        return false;
      }
      bytes += more;
      return true;
    }

    /** Gives all of it back. */
    void release() {
      if (ofAll < Long.MAX_VALUE) {
        taken.addAndGet(-bytes);
      }
      bytes = 0;
    }
  }
}
