package com.globant.hiring.application.record;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.LoadRecord.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the records of loads on the heap. Every stage is complete when it is given. */
public final class InMemoryLoadRecords implements LoadRecords {
  private static final LoadResult NO_RESULT =
      new LoadResult(RowCounts.NONE, 0, null, null, 0, List.of(), false, 0, null);

  private final Clock clock;
  private final Map<String, LoadRecord> records = new HashMap<>();
  private final Map<List<String>, String> keys = new HashMap<>();
  private final Set<String> unwanted = new HashSet<>();
  private long last;
  private boolean unavailable;

  private int progressFailures;

  public InMemoryLoadRecords() {
    this(Clock.systemUTC());
  }

  public InMemoryLoadRecords(Clock clock) {
    this.clock = clock;
  }

  /** From now on, every call fails, or none any more. */
  public synchronized void setUnavailable(boolean unavailable) {
    this.unavailable = unavailable;
  }

  @Override
  public synchronized CompletionStage<Admission> open(LoadSubmission submission) {
    return stage(() -> admission(submission));
  }

  private Admission admission(LoadSubmission submission) {
    String key = submission.idempotencyKey();
    if (key != null) {
      List<String> scoped = List.of(Objects.requireNonNullElse(submission.client(), ""), key);
      LoadRecord holder = records.get(keys.getOrDefault(scoped, ""));
      if (holder != null && holds(holder)) {
        return new Held(holder);
      }
      keys.put(scoped, submission.loadId());
    }
    records.put(
        submission.loadId(),
        new LoadRecord(
            ++last, submission, LoadStatus.RUNNING, NO_RESULT, null, clock.instant(), null));
    return new Admitted();
  }

  private boolean holds(LoadRecord holder) {
    return (holder.status() == LoadStatus.RUNNING || holder.status().isSuccess())
        && holder.startedAt().plus(KEY_LIFETIME).isAfter(clock.instant());
  }

  /** The next so many reports of progress fail. */
  public synchronized void failProgress(int times) {
    progressFailures = times;
  }

  @Override
  public synchronized CompletionStage<Standing> progressed(
      String loadId, RowCounts rows, long bytes, @Nullable FilesRead files) {
    return stage(
        () -> {
          if (progressFailures > 0) {
            progressFailures--;
            throw new Refused(RefusalCode.DATABASE_UNAVAILABLE, "no progress is recorded");
          }
          if (isRunning(loadId)) {
            put(
                loadId,
                LoadStatus.RUNNING,
                new LoadResult(rows, bytes, files, null, 0, List.of(), false, 0, null),
                null);
          }
          if (known(loadId).status() == LoadStatus.ABORTED) {
            return Standing.FOUND_DEAD;
          }
          return unwanted.contains(loadId) ? Standing.CANCEL_REQUESTED : Standing.MAY_GO_ON;
        });
  }

  @Override
  public synchronized CompletionStage<Void> ended(
      String loadId, LoadStatus status, LoadResult result, @Nullable Problem problem) {
    return stage(
        () -> {
          if (known(loadId).status() != LoadStatus.COMMITTED) {
            put(loadId, status, result, problem);
          }
          return null;
        });
  }

  @Override
  public synchronized CompletionStage<Optional<LoadRecord>> find(String loadId) {
    return stage(() -> Optional.ofNullable(records.get(loadId)));
  }

  @Override
  public synchronized CompletionStage<List<LoadRecord>> newest(
      Filter filter, long before, int limit) {
    return stage(
        () ->
            records.values().stream()
                .filter(load -> isWanted(load, filter))
                .filter(load -> load.sequence() < before)
                .sorted(Comparator.comparingLong(LoadRecord::sequence).reversed())
                .limit(limit)
                .toList());
  }

  private static boolean isWanted(LoadRecord load, Filter filter) {
    LoadRequest request = load.submission().request();
    return (filter.schema() == null || filter.schema().equals(request.schema()))
        && (filter.table() == null || filter.table().equals(request.table().name()))
        && (filter.status() == null || filter.status() == load.status());
  }

  @Override
  public synchronized CompletionStage<List<String>> expiredRejects(int limit) {
    Instant now = clock.instant();
    return stage(
        () ->
            records.values().stream()
                .filter(load -> load.result().rejectsStored() && !load.hasRejects(now))
                .map(LoadRecord::loadId)
                .limit(limit)
                .toList());
  }

  @Override
  public synchronized CompletionStage<Void> rejectsDeleted(List<String> loadIds) {
    return stage(
        () -> {
          loadIds.forEach(id -> records.computeIfPresent(id, (same, load) -> deleted(load)));
          return null;
        });
  }

  private static LoadRecord deleted(LoadRecord load) {
    LoadResult result = load.result();
    return new LoadRecord(
        load.sequence(),
        load.submission(),
        load.status(),
        new LoadResult(
            result.rows(),
            result.bytes(),
            result.files(),
            result.sha256(),
            result.elapsedMillis(),
            result.errors(),
            false,
            result.rejectsKept(),
            result.run()),
        load.problem(),
        load.startedAt(),
        load.endedAt());
  }

  @Override
  public synchronized CompletionStage<Boolean> requestCancel(String loadId) {
    return stage(
        () -> {
          boolean running = isRunning(loadId);
          if (running) {
            unwanted.add(loadId);
          }
          return running;
        });
  }

  /** What a claim does to a load that has not ended. */
  public synchronized void claim(String loadId) {
    if (!isRunning(loadId)) {
      throw new Refused(RefusalCode.ABORTED, "load " + loadId + " is not on record as running");
    }
  }

  /** What a commit does in its own transaction. */
  public synchronized void commit(String loadId, LoadResult result) {
    claim(loadId);
    if (unwanted.contains(loadId)) {
      throw new Refused(RefusalCode.CANCELLED, "somebody cancelled load " + loadId);
    }
    put(loadId, LoadStatus.COMMITTED, result, null);
  }

  /** The load's instance dies. */
  public synchronized void crash(String loadId) {
    if (isRunning(loadId)) {
      put(
          loadId,
          LoadStatus.ABORTED,
          known(loadId).result(),
          new Problem(RefusalCode.ABORTED.wireName(), "its instance died"));
    }
  }

  private boolean isRunning(String loadId) {
    LoadRecord load = records.get(loadId);
    return load != null && load.status() == LoadStatus.RUNNING;
  }

  private LoadRecord known(String loadId) {
    return Objects.requireNonNull(records.get(loadId), "no record of " + loadId);
  }

  private void put(String loadId, LoadStatus status, LoadResult result, @Nullable Problem problem) {
    LoadRecord load = known(loadId);
    Instant ended = status == LoadStatus.RUNNING ? null : clock.instant();
    records.put(
        loadId,
        new LoadRecord(
            load.sequence(), load.submission(), status, result, problem, load.startedAt(), ended));
  }

  private <T> CompletionStage<T> stage(Supplier<? extends T> call) {
    if (unavailable) {
      return CompletableFuture.failedStage(
          new Refused(RefusalCode.DATABASE_UNAVAILABLE, "the records are out of reach"));
    }
    try {
      return CompletableFuture.completedStage(call.get());
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }
}
