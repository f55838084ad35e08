package com.globant.hiring.csv;

import static com.globant.hiring.csv.MemoryBudget.kib;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one file holds of the {@link MemoryBudget}: for the batch that is read, and for those that
 * are not settled yet. The first {@link #OWN_BYTES} belong to the file and are in no budget, so
 * that it can always read a small batch.
 *
 * <p>Used by one thread.
 */
final class LoadMemory implements AutoCloseable {
  /** Bytes that each file has for itself. */
  static final int OWN_BYTES = 512 * 1024;

  /** Characters after which a record is a large one. */
  static final int ORDINARY_CHARS = 16 * 1024;

  /** Bytes that are taken at a time for ordinary rows, so that it is not done for each. */
  private static final int STEP = 256 * 1024;

  /** Of a row besides its characters and fields, if it is refused with a long message. */
  private static final int BYTES_A_ROW = 300;

  /** Of a field besides its characters: as text, and as a value. */
  private static final int BYTES_A_FIELD = 80;

  /** In an array that may be twice as long as needed, and again in strings of two bytes. */
  private static final int BYTES_A_CHAR = 8;

  /** Characters that the parser and its source read ahead, and an ordinary record. */
  private static final int READ_AHEAD = ORDINARY_CHARS + 2 * RecordText.SLACK;

  private final MemoryBudget budget;
  private final Limits limits;
  private final Deque<Share> unsettled = new ArrayDeque<>();

  /** Bytes of the batch that is read; 0 if none is. */
  private long ordinary;

  /** KiB of the large records of the batch that is read. */
  private int large;

  /** Bytes of the batches that are not settled. */
  private long unsettledOrdinary;

  /** KiB that the budget for batches is charged with: all above the file's own bytes. */
  private int charged;

  private long usual;
  private boolean afterLarge;

  /**
   * The memory of one batch.
   *
   * @param ordinary in bytes
   * @param large in KiB
   */
  private record Share(long ordinary, int large) {}

  LoadMemory(MemoryBudget budget, Limits limits) {
    this.budget = budget;
    this.limits = limits;
  }

  /**
   * Takes what a batch needs: as much as the last one, or else the least. Does nothing if that was
   * done and the batch has not ended.
   *
   * @return false if batches must be settled first: there is no memory, or the last batch had a
   *     large record, whose memory others may wait for while this file waits for its client
   */
  boolean tryBeginBatch() {
    return ordinary > 0
        || (!(afterLarge && !unsettled.isEmpty())
            && (tryGrow(Math.max(usual, OWN_BYTES)) || tryGrow(OWN_BYTES)));
  }

  /** Characters that the array of the batch may have when it begins. */
  int chars() {
    return (int) Math.min(Integer.MAX_VALUE, ordinary / BYTES_A_CHAR);
  }

  /**
   * Whether the batch may have one more ordinary record. To be called between records.
   *
   * @param chars of the batch so far
   * @param rows of the batch so far
   * @param fields of these rows and of the next one
   */
  boolean hasRoom(int chars, int rows, int fields) {
    long cost = cost(chars + READ_AHEAD, rows + 1, fields);
    return cost <= ordinary || large > 0 || tryGrow(Math.max(STEP, cost - ordinary));
  }

  private static long cost(int chars, int rows, int fields) {
    return (long) BYTES_A_CHAR * chars + (long) BYTES_A_ROW * rows + (long) BYTES_A_FIELD * fields;
  }

  private boolean tryGrow(long bytes) {
    int more = Math.max(0, chargeFor(unsettledOrdinary + ordinary + bytes) - charged);
    if (!budget.tryTakeForBatch(more)) {
      return false;
    }
    charged += more;
    ordinary += bytes;
    return true;
  }

  private static int chargeFor(long bytes) {
    return kib(Math.max(0, bytes - OWN_BYTES));
  }

  /**
   * Takes what the largest record needs, once a batch, before more of a large record is read.
   * Blocks until there is as much.
   *
   * @param line on which the record begins, for messages
   */
  void growToLargest(long line) {
    if (large == 0) {
      large = budget.takeForRecord(limits.largestRecordBytes(), line);
    }
  }

  /**
   * Ends the batch, and gives back what it does not need.
   *
   * @param chars of its records
   * @param length of the array that they are in
   * @param rows how many records
   * @param fields how many fields they have
   */
  void endBatch(int chars, int length, int rows, int fields) {
    afterLarge = large > 0;
    if (rows > 0) {
      keep(chars, length, rows, fields);
    }
    budget.giveForRecord(large);
    large = 0;
    ordinary = 0;
    giveBack();
  }

  private void keep(int chars, int length, int rows, int fields) {
    usual = cost(chars + READ_AHEAD, rows, fields);
    long needed = cost(chars, rows, fields);
    int left = large == 0 ? 0 : Math.min(large, kib(limits.settlingBytes(chars, length)));
    Share share = new Share(large > 0 ? ordinary : Math.min(ordinary, needed), left);
    unsettled.add(share);
    unsettledOrdinary += share.ordinary;
    large -= left;
  }

  /** Whether the last batch had a large record. */
  boolean isAfterLarge() {
    return afterLarge;
  }

  /** The oldest batch that was ended is settled. */
  void settled() {
    Share share = unsettled.remove();
    unsettledOrdinary -= share.ordinary;
    budget.giveForRecord(share.large);
    giveBack();
  }

  private void giveBack() {
    int needed = chargeFor(unsettledOrdinary + ordinary);
    budget.giveForBatch(charged - needed);
    charged = needed;
  }

  /** Gives back all. */
  @Override
  public void close() {
    budget.giveForRecord(large + unsettled.stream().mapToInt(Share::large).sum());
    large = 0;
    unsettled.clear();
    unsettledOrdinary = 0;
    ordinary = 0;
    giveBack();
  }
}
