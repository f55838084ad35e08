package com.globant.hiring.s3;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of local disk that limited CSV files take, each and all together. */
final class SpoolSpace {
  static final SpoolSpace UNLIMITED = new SpoolSpace(Long.MAX_VALUE, Long.MAX_VALUE);

  private final long ofEach;
  private final long ofAll;
  private final AtomicLong taken = new AtomicLong();

  SpoolSpace(long ofEach, long ofAll) {
    this.ofEach = ofEach;
    this.ofAll = ofAll;
  }

  /** The space of a new file. */
  Share share() {
    return new Share();
  }

  /** Used by one thread at a time. */
  final class Share {
    private long bytes;

    private Share() {}

    /** Takes space if the limits allow it. */
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

    /** Gives the space of this file back. */
    void release() {
      if (ofAll < Long.MAX_VALUE) {
        taken.addAndGet(-bytes);
      }
      bytes = 0;
    }
  }
}
