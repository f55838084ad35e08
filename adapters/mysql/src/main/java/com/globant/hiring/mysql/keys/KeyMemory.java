package com.globant.hiring.mysql.keys;

import java.util.concurrent.atomic.AtomicLong;

/** Heap for the keys that the loads of this instance keep in memory. For any thread. */
public final class KeyMemory {
  private final AtomicLong free;

  public KeyMemory(long bytes) {
    this.free = new AtomicLong(bytes);
  }

  /**
   * Takes memory, which the caller gives back.
   *
   * @return false, and takes nothing, if there is not as much
   */
  public boolean take(long bytes) {
    return free.getAndUpdate(before -> before < bytes ? before : before - bytes) >= bytes;
  }

  public void giveBack(long bytes) {
    free.addAndGet(bytes);
  }

  public long free() {
    return free.get();
  }
}
