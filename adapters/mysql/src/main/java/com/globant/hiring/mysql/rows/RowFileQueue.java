package com.globant.hiring.mysql.rows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The files of one load that wait to be sent. Batches are appended to the last one until it is
 * full. For any thread; the files in here are used by nothing else.
 */
final class RowFileQueue {
  /**
   * Half of the batches that a load may have under way, so that the next file is filled meanwhile.
   */
  private static final int MOST_BATCHES = 64;

  /**
   * Wide rows would else make files that take a connection a second, at the end of a load while the
   * other one is idle.
   */
  private static final long MOST_BYTES = 4 * 1024 * 1024;

  private final RowFiles files;
  private final Deque<RowFile> filled = new ArrayDeque<>();
  private final Deque<RowFile> unused = new ArrayDeque<>();

  RowFileQueue(RowFiles files) {
    this.files = files;
  }

  synchronized boolean isEmpty() {
    return filled.isEmpty();
  }

  /** Whether the first file has at least so much text, or is not the only one. */
  synchronized boolean has(long bytes) {
    RowFile first = filled.peek();
    return first != null && (filled.size() > 1 || first.textBytes() >= bytes);
  }

  /** As {@link RowFile#append}. Blocks for the disk. */
  synchronized void append(StoredBatch batch, ByteBuffer values, ByteBuffer origins)
      throws IOException {
    RowFile last = filled.peekLast();
    if (last == null || last.batches().size() == MOST_BATCHES || last.textBytes() >= MOST_BYTES) {
      last = unused.isEmpty() ? files.create() : unused.remove();
      filled.add(last);
    }
    last.append(batch, values, origins);
  }

  /** Takes the first file out, or null if there is none. */
  synchronized @Nullable RowFile poll() {
    return filled.poll();
  }

  /** Gives a file back, to be filled again. */
  synchronized void reuse(RowFile file) {
    file.clear();
    unused.add(file);
  }

  /** Deletes the files that were given back. Blocks. */
  synchronized void close() throws IOException {
    for (RowFile file : unused) {
      file.close();
    }
    unused.clear();
  }
}
