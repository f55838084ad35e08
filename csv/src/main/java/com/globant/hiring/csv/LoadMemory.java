package com.globant.hiring.csv;

import com.globant.hiring.application.load.BodyInterrupted;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one load holds of the {@link MemoryBudget}: for the batch that is read, and for the batches
 * that are not settled yet. The first {@link #OWN_BYTES} are the load's own and in no budget, so
 * that it can always read a small batch.
 *
 * <p>One thread reads; {@link #settled} and {@link #close} are for any thread.
 */
final class LoadMemory implements AutoCloseable {
  /** Bytes that each load has for itself. */
  static final int OWN_BYTES = 512 * 1024;

  /** Characters after which a record is a large one. */
  static final int ORDINARY_CHARS = 16 * 1024;

  /** Bytes that are taken at a time for ordinary rows, so that the lock is not taken for each. */
  private static final int STEP = 256 * 1024;

  /** Of a row besides its characters, if it is refused with a message that names all columns. */
  private static final int BYTES_A_ROW = 700;

  /** In an array that may be twice as long as needed, and again in strings of two bytes. */
  private static final int BYTES_A_CHAR = 8;

  /** Characters that the parser and its source read ahead, and an ordinary record. */
  private static final int READ_AHEAD = ORDINARY_CHARS + 2 * RecordText.SLACK;

  private final MemoryBudget budget;
  private final Limits limits;
  private final Deque<Share> unsettled = new ArrayDeque<>();

  /** Of the batch that is read. Written with the lock, by the reader alone. */
  private long ordinary;

  private long large;

  /** Of the batches that are not settled. */
  private long unsettledOrdinary;

  /** What the budget for batches is charged with: all above the load's own bytes. */
  private long charged;

  private long usual;
  private boolean closed;

  /** Bytes of one batch. */
  private record Share(long ordinary, long large) {}

  LoadMemory(MemoryBudget budget, Limits limits) {
    this.budget = budget;
    this.limits = limits;
  }

  /**
   * Takes what a batch needs: as much as the last one had, or else the least. Blocks until there is
   * that much: at the latest until all batches before it are settled.
   *
   * @throws BodyInterrupted if the load is closed
   */
  void beginBatch() {
    synchronized (budget) {
      try {
        while (!tryGrow(Math.max(usual, OWN_BYTES)) && !tryGrow(OWN_BYTES)) {
          requireOpen();
          budget.wait();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw closed();
      }
    }
  }

  /** Characters that the array of the batch may have when it begins. */
  int chars() {
    return (int) Math.min(Integer.MAX_VALUE, ordinary / BYTES_A_CHAR);
  }

  /**
   * Whether the batch may have one more ordinary record. To be asked between records.
   *
   * @param chars of the batch so far
   * @param rows of the batch so far
   */
  boolean hasRoom(int chars, int rows) {
    long cost = cost(chars, rows + 1);
    return cost <= ordinary || large > 0 || tryGrow(Math.max(STEP, cost - ordinary));
  }

  private static long cost(int chars, int rows) {
    return (long) BYTES_A_CHAR * (chars + READ_AHEAD) + (long) BYTES_A_ROW * rows;
  }

  private boolean tryGrow(long bytes) {
    synchronized (budget) {
      long more = Math.max(0, unsettledOrdinary + ordinary + bytes - OWN_BYTES) - charged;
      if (closed || !budget.tryTakeForBatch(more)) {
        return false;
      }
      charged += more;
      ordinary += bytes;
      return true;
    }
  }

  /**
   * Takes what the largest record needs, once a batch, before more of a large record is read.
   * Blocks until there is as much.
   *
   * @param line on which the record begins, for messages
   */
  void growToLargest(long line) {
    if (large == 0) {
      long bytes = limits.largestRecordBytes();
      budget.takeForRecord(this, bytes, line);
      synchronized (budget) {
        if (closed) {
          budget.giveForRecord(bytes);
        } else {
          large = bytes;
        }
        requireOpen();
      }
    }
  }

  /** Whether the batch has or had a large record. */
  boolean isLarge() {
    return large > 0;
  }

  /**
   * Ends the batch, and gives back what it does not need.
   *
   * @param chars of its records
   * @param length of the array that they are in
   * @param rows how many records
   */
  void endBatch(int chars, int length, int rows) {
    synchronized (budget) {
      if (closed) {
        return;
      }
      usual = cost(chars, rows);
      long needed = (long) BYTES_A_CHAR * chars + (long) BYTES_A_ROW * rows;
      long left = large == 0 ? 0 : Math.min(large, limits.settlingBytes(chars, length));
      budget.giveForRecord(large - left);
      Share share = new Share(large > 0 ? ordinary : Math.min(ordinary, needed), left);
      unsettled.add(share);
      unsettledOrdinary += share.ordinary;
      ordinary = 0;
      large = 0;
      giveBack();
    }
  }

  /** The oldest batch that was ended is settled. */
  void settled() {
    synchronized (budget) {
      Share share = unsettled.poll();
      if (share != null) {
        unsettledOrdinary -= share.ordinary;
        budget.giveForRecord(share.large);
        giveBack();
      }
    }
  }

  private void giveBack() {
    long needed = Math.max(0, unsettledOrdinary + ordinary - OWN_BYTES);
    budget.giveForBatch(charged - needed);
    charged = needed;
  }

  /** Gives back all, and ends a wait. */
  @Override
  public void close() {
    synchronized (budget) {
      if (closed) {
        return;
      }
      closed = true;
      budget.giveForRecord(large + unsettled.stream().mapToLong(Share::large).sum());
      budget.giveForBatch(charged);
      charged = 0;
      large = 0;
      unsettled.clear();
    }
  }

  void requireOpen() {
    if (closed) {
      throw closed();
    }
  }

  static BodyInterrupted closed() {
    return new BodyInterrupted("The rows were closed while the reader waited for memory");
  }
}
