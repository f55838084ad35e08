package com.globant.hiring.mysql.keys;

import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.type.Storage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The keys of the rows that one load has read, as far as memory allows: integers in bitmaps, others
 * as hashes. If there is no memory for more, what is there stays. Of other rows only the keys of
 * batches under way are kept, so that no two statements under way share a key, and the database
 * decides about the rest.
 *
 * <p>Used on the load's thread.
 */
public final class SeenKeys {
  /** Keys of batches under way are forgotten together, when all these batches have ended. */
  private static final int BATCHES_A_GENERATION = 32;

  /** The size of a bitmap is looked at after so many keys. */
  private static final int KEYS_A_LOOK = 8192;

  private final Seen[] keys;
  private final KeyMemory memory;
  private final KeyHashes hashes;
  private final KeyHash hash = new KeyHash();
  private final Deque<Generation> underWay = new ArrayDeque<>();
  private volatile boolean complete = true;

  /** One of the keys. */
  private static final class Seen {
    private final int[] positions;
    private final @Nullable RoaringBitmap integers;
    private long bitmapBytes;
    private int untilLook = KEYS_A_LOOK;
    private boolean full;

    Seen(TableKey key) {
      this.positions = key.positions();
      this.integers =
          key.columns().size() == 1 && isInteger(key.columns().get(0)) ? new RoaringBitmap() : null;
    }

    private static boolean isInteger(Column column) {
      Storage.Kind kind = column.type().storage().kind();
      return kind == Storage.Kind.INT || kind == Storage.Kind.SMALLINT;
    }
  }

  /** The keys of some batches under way. */
  private static final class Generation {
    private final KeyHashes keys = new KeyHashes(null);
    private final AtomicInteger pending = new AtomicInteger();
    private int batches;

    boolean isFull() {
      return batches == BATCHES_A_GENERATION;
    }
  }

  public SeenKeys(List<TableKey> keys, KeyMemory memory) {
    this.keys = keys.stream().map(Seen::new).toArray(Seen[]::new);
    this.memory = memory;
    this.hashes = new KeyHashes(memory);
  }

  /** Whether the keys of all rows are kept. For any thread. */
  public boolean isComplete() {
    return complete;
  }

  /**
   * Adds all keys of a row.
   *
   * @return false if one of them is known
   */
  public boolean add(Row row) {
    boolean isNew = true;
    for (int key = 0; key < keys.length; key++) {
      Seen seen = keys[key];
      isNew &= seen.integers == null ? addHash(key, row) : addInteger(key, seen.integers, row);
    }
    return isNew;
  }

  private boolean addInteger(int key, RoaringBitmap integers, Row row) {
    Seen seen = keys[key];
    Integer value = (Integer) row.value(seen.positions[0]);
    if (value == null) {
      return true;
    }
    if (!seen.full) {
      if (--seen.untilLook == 0) {
        look(seen, integers);
      }
      return integers.checkedAdd(value);
    }
    hash.set(key, row, seen.positions);
    return !integers.contains(value) && !isUnderWay() && keepUnderWay();
  }

  /** A bitmap takes about twice the size that it has when it is stored. */
  private void look(Seen seen, RoaringBitmap integers) {
    seen.untilLook = KEYS_A_LOOK;
    long more = 2 * integers.getLongSizeInBytes() - seen.bitmapBytes;
    if (memory.take(more)) {
      seen.bitmapBytes += more;
    } else {
      seen.full = true;
      complete = false;
    }
  }

  private boolean addHash(int key, Row row) {
    if (!hash.set(key, row, keys[key].positions)) {
      return true;
    }
    if (isUnderWay()) {
      return false;
    }
    return switch (hashes.add(hash)) {
      case NEW -> true;
      case THERE -> false;
      case NO_MEMORY -> keepUnderWay();
    };
  }

  private boolean isUnderWay() {
    for (Generation generation : underWay) {
      if (generation.keys.contains(hash)) {
        return true;
      }
    }
    return false;
  }

  private boolean keepUnderWay() {
    complete = false;
    Generation last = underWay.peekLast();
    if (last == null || last.isFull()) {
      last = new Generation();
      underWay.add(last);
    }
    last.keys.add(hash);
    return true;
  }

  /**
   * Whether a row with a key was added, as far as it is kept.
   *
   * @param key the number of the key
   * @param columns that have the values of the key in {@code row}; none of them is missing
   */
  public boolean contains(int key, Row row, int[] columns) {
    RoaringBitmap integers = keys[key].integers;
    if (integers != null
        && integers.contains((Integer) Objects.requireNonNull(row.value(columns[0])))) {
      return true;
    }
    hash.set(key, row, columns);
    return hashes.contains(hash) || isUnderWay();
  }

  /**
   * To be called when all rows of a batch were added.
   *
   * @return to be run when the database has decided about the batch; for any thread
   */
  public Runnable batchAdded() {
    while (!underWay.isEmpty()
        && underWay.getFirst().isFull()
        && underWay.getFirst().pending.get() == 0) {
      underWay.remove();
    }
    Generation last = underWay.peekLast();
    if (last == null || last.isFull()) {
      return () -> {};
    }
    last.batches++;
    last.pending.incrementAndGet();
    return last.pending::decrementAndGet;
  }

  /** Gives the memory back, when no row is added any more. */
  public void clear() {
    hashes.clear();
    for (Seen seen : keys) {
      memory.giveBack(seen.bitmapBytes);
      seen.bitmapBytes = 0;
    }
  }
}
