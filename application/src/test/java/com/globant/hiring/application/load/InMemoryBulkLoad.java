package com.globant.hiring.application.load;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.record.BulkRun;
import com.globant.hiring.application.record.BulkRun.Phase;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.domain.row.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A load of {@link InMemoryTables} whose rows a test writes, as a job would. */
public final class InMemoryBulkLoad implements BulkTransaction {
  private final InMemoryLoad load;
  private final Runnable ended;
  private final boolean dryRun;
  private volatile BulkRun run;
  private volatile long inserted;
  private volatile boolean held = true;
  private volatile boolean loseAtCommit;
  private volatile boolean refuseCommit;
  private volatile boolean partIsWritten;
  private volatile CompletableFuture<Void> released = CompletableFuture.completedFuture(null);

  /**
   * @param ended called once the load is over
   */
  InMemoryBulkLoad(InMemoryLoad load, String engine, boolean dryRun, Runnable ended) {
    this.load = load;
    this.dryRun = dryRun;
    this.ended = ended;
    this.run = new BulkRun(engine, null, Phase.QUEUED, 0, null);
  }

  /** What a job does with the rows of a part. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; volatile for those that read
  public void fill(List<Row> rows) {
    load.write(rows);
    inserted += rows.size();
    run = new BulkRun(run.engine(), run.id(), Phase.WRITING, run.partsDone() + 1, 2);
  }

  @Override
  public @Nullable String target() {
    return dryRun ? null : "target";
  }

  @Override
  public Progress progress() {
    requireHeld();
    return new Progress(run, inserted, 0);
  }

  private void requireHeld() {
    if (!held) {
      throw new Refused(RefusalCode.DATABASE_UNAVAILABLE, "the connection is lost");
    }
  }

  /** The next run that is started cannot be noted at once. */
  public void writePart() {
    partIsWritten = true;
  }

  /** Its instance dies, or loses its connection. */
  public void lose() {
    held = false;
  }

  boolean isAbandoned() {
    return !held;
  }

  BulkTransaction resumed() {
    if (held) {
      throw new Refused(RefusalCode.TABLE_BUSY, "another instance holds the load");
    }
    held = true;
    return this;
  }

  @Override
  public void started(String runId) {
    requireHeld();
    if (partIsWritten) {
      partIsWritten = false;
      throw new Refused(RefusalCode.TABLE_BUSY, "a part is written");
    }
    run = new BulkRun(run.engine(), runId, Phase.QUEUED, 0, null);
  }

  @Override
  public boolean isLost() {
    return !held;
  }

  /** Its connection breaks when it is to be published for the first time. */
  public void loseAtCommit() {
    loseAtCommit = true;
  }

  /** The database refuses to publish it, over a connection that is as before. */
  public void refuseCommit() {
    refuseCommit = true;
  }

  @Override
  public CompletionStage<Void> release() {
    held = false;
    return released;
  }

  /** Its release takes until the result is completed. */
  public CompletableFuture<Void> holdRelease() {
    released = new CompletableFuture<>();
    return released;
  }

  @Override
  public CompletionStage<List<OrphanedKey>> orphanedReferences(int limit) {
    return load.orphanedReferences(limit);
  }

  @Override
  public CompletionStage<Void> commit(LoadResult result) {
    if (refuseCommit || loseAtCommit) {
      held = !loseAtCommit;
      loseAtCommit = false;
      return CompletableFuture.failedStage(
          new Refused(RefusalCode.DATABASE_UNAVAILABLE, "it cannot be published"));
    }
    return load.commit(result).thenRun(ended);
  }

  @Override
  public CompletionStage<Void> rollback() {
    ended.run();
    return load.rollback();
  }
}
