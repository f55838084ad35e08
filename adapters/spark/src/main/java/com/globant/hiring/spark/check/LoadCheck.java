package com.globant.hiring.spark.check;

import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.spark.slice.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * What the checks of all slices say together, before anything is written: which of equal keys is
 * the first, how many rows are refused, and whether the load is refused.
 */
public final class LoadCheck {
  private static final long ALL = Long.MAX_VALUE;

  private final LoadRequest request;
  private final LoadKeys keys;
  private final List<Slice> slices;
  private final List<SliceCheck> checks;
  private final List<Roaring64Bitmap> takenKeys = new ArrayList<>();
  private final List<TakenRows> takenRows = new ArrayList<>();

  /** Keys of the rows to write, and perhaps of others, if the primary key is a whole number. */
  private final Roaring64Bitmap written = new Roaring64Bitmap();

  private boolean inOrder = true;

  /**
   * @param existing keys of the table by which rows are not written, if they are in bitmaps;
   *     changed
   * @param takenRows see {@link SliceTask}, by slice
   */
  public LoadCheck(
      LoadRequest request,
      LoadKeys keys,
      List<Slice> slices,
      List<SliceCheck> checks,
      Roaring64Bitmap existing,
      Map<Integer, TakenRows> takenRows) {
    this.request = request;
    this.keys = keys;
    this.slices = slices;
    this.checks = checks;
    for (SliceCheck check : checks) {
      Roaring64Bitmap taken = check.keys().clone();
      taken.and(existing);
      takenKeys.add(taken);
      this.takenRows.add(takenRows.getOrDefault(check.slice(), new TakenRows()));
      existing.or(check.keys());
      Roaring64Bitmap added = check.keys().clone();
      added.andNot(taken);
      inOrder &=
          check.ascending()
              && (keys.areInBitmaps() || (check.repeated() == 0 && taken.isEmpty()))
              && (added.isEmpty()
                  || written.isEmpty()
                  || Long.compareUnsigned(added.first(), written.last()) > 0);
      written.or(added);
    }
  }

  /** Rows whose primary key is taken. */
  private long duplicates(int slice) {
    return keys.areInBitmaps()
        ? checks.get(slice).repeated() + takenKeys.get(slice).getLongCardinality()
        : taken(slice, true);
  }

  private long taken(int slice, boolean primary) {
    return IntStream.range(0, keys.all().size())
        .filter(key -> keys.isPrimary(key) == primary)
        .mapToLong(takenRows.get(slice)::count)
        .sum();
  }

  private long refused(int slice) {
    return checks.get(slice).rejected()
        + (request.duplicates() == DuplicateKeys.REJECT ? duplicates(slice) : 0)
        + taken(slice, false)
        + takenRows.get(slice).unknown();
  }

  /** Refused rows that have waited for others come after those of all slices. */
  private long refusedInOrder(int slice) {
    return refused(slice) - takenRows.get(slice).late();
  }

  private long late() {
    return takenRows.stream().mapToLong(TakenRows::late).sum();
  }

  private long toWrite(int slice) {
    return checks.get(slice).accepted()
        - duplicates(slice)
        - taken(slice, false)
        - takenRows.get(slice).unknown();
  }

  /** Of the files, after unpacking. */
  public long bytes() {
    return checks.stream().mapToLong(SliceCheck::bytes).sum();
  }

  public long read() {
    return checks.stream().mapToLong(SliceCheck::read).sum();
  }

  public long refused() {
    return checks.stream().mapToLong(check -> refused(check.slice())).sum();
  }

  public long toWrite() {
    return checks.stream().mapToLong(check -> toWrite(check.slice())).sum();
  }

  /** Rows whose keys are new to the table. */
  public long inserted() {
    return accepted() - ignored() - updated();
  }

  public long ignored() {
    return request.duplicates() == DuplicateKeys.IGNORE ? accepted() - toWrite() : 0;
  }

  /** Rows that change a row of the table, or an earlier one of the files. */
  public long updated() {
    return takenRows.stream().mapToLong(TakenRows::updates).sum();
  }

  /** Whether the rows to write, in the order of the files, are in the order of their keys. */
  public boolean isInOrder() {
    return inOrder;
  }

  public Roaring64Bitmap sortedKeys() {
    return written;
  }

  public long allowed() {
    return request.abortOnError() ? 0 : request.maxErrors();
  }

  /**
   * The first slice that ends the load, or -1: by a refused file, or by one refused row too many.
   */
  public int endedBy() {
    long refusedBefore = 0;
    for (int slice = 0; slice < checks.size(); slice++) {
      if (isTooMany(slice, refusedBefore) || checks.get(slice).refusal() != null) {
        return slice;
      }
      refusedBefore += refusedInOrder(slice);
    }
    return -1;
  }

  /** Whether too many refused rows end the load at this slice, not a refused file. */
  public boolean isTooMany(int slice) {
    return isTooMany(slice, refusedBefore(slice));
  }

  private boolean isTooMany(int slice, long refusedBefore) {
    return refusedInOrder(slice) > allowed() - refusedBefore;
  }

  /** Rows that are written, or would be if their keys were not there. */
  public long accepted() {
    return read() - refused();
  }

  private long refusedBefore(int slice) {
    long before = 0;
    for (int i = 0; i < slice; i++) {
      before += refusedInOrder(i);
    }
    return before;
  }

  public int slices() {
    return slices.size();
  }

  public SliceCheck check(int slice) {
    return checks.get(slice);
  }

  /** What keeps the refused rows up to the one that is one too many. */
  public List<SliceTask> tasksUpTo(int last) {
    List<SliceTask> tasks = new ArrayList<>();
    for (int slice = 0; slice <= last; slice++) {
      if (refusedInOrder(slice) > 0) {
        tasks.add(task(slice, slice == last ? allowed() + 1 - refusedBefore(slice) : ALL, 0, 0));
      }
    }
    return tasks;
  }

  /** Whether there is one refused row too many among those that have waited. */
  public boolean isTooManyLate() {
    return late() > allowedLate();
  }

  private long allowedLate() {
    return allowed() - refusedBefore(checks.size());
  }

  /** How many of the refused rows that have waited are kept. */
  public long keptLate() {
    return Math.min(late(), allowedLate() == ALL ? ALL : allowedLate() + 1);
  }

  /** What keeps the refused rows that have waited. */
  public List<SliceTask> lateTasks() {
    List<SliceTask> tasks = new ArrayList<>();
    for (int slice = 0; slice < checks.size(); slice++) {
      if (takenRows.get(slice).late() > 0) {
        tasks.add(task(slice, ALL, 0, 0));
      }
    }
    return tasks;
  }

  /**
   * What writes all.
   *
   * @param rowsOfPart at most
   */
  public List<SliceTask> tasks(long rowsOfPart) {
    List<SliceTask> tasks = new ArrayList<>();
    int part = 0;
    for (int slice = 0; slice < checks.size(); slice++) {
      int parts = parts(toWrite(slice), rowsOfPart);
      if (checks.get(slice).read() > 0) {
        tasks.add(task(slice, ALL, part, parts));
      }
      part += parts;
    }
    return tasks;
  }

  public static int parts(long rows, long rowsOfPart) {
    return Math.toIntExact((rows + rowsOfPart - 1) / rowsOfPart);
  }

  private SliceTask task(int slice, long kept, int firstPart, int parts) {
    return new SliceTask(
        slices.get(slice),
        keys.areInBitmaps() ? takenKeys.get(slice) : null,
        takenRows.get(slice),
        kept,
        firstPart,
        parts);
  }

  /** Why the load is refused at its end, or null. */
  public @Nullable String noneAccepted() {
    if (accepted() > 0) {
      return null;
    }
    return read() > 0
        ? "none of the %d rows was accepted; mend the rows named in errors and load the source again%s"
            .formatted(read(), checks.get(checks.size() - 1).hint())
        : "the files of the source have no rows; load some that have";
  }
}
