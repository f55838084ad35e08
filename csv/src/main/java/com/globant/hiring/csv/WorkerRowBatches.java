package com.globant.hiring.csv;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.Body;
import com.globant.hiring.application.load.BodyInterrupted;
import com.globant.hiring.application.load.HeaderLine;
import com.globant.hiring.application.load.RowBatches;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.RawRow;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The rows of one body, read on workers; a batch takes one, and waits for the network on it. */
final class WorkerRowBatches implements RowBatches {
  private final Workers workers;
  private final Body body;
  private final RowSource source;
  private final LoadMemory memory;
  private final @Nullable HeaderLine declaredHeader;
  private final boolean inTableOrder;
  private final Tenancy tenancy;

  // Used by one at a time, as the tenancy says.
  private boolean ended;
  private boolean broken;

  WorkerRowBatches(
      Workers workers,
      Body body,
      RowSource source,
      LoadMemory memory,
      @Nullable HeaderLine declaredHeader,
      boolean inTableOrder) {
    this.workers = workers;
    this.body = body;
    this.source = source;
    this.memory = memory;
    this.declaredHeader = declaredHeader;
    this.inTableOrder = inTableOrder;
    this.tenancy = new Tenancy(workers, this::release, WorkerRowBatches::letGoOf);
  }

  @Override
  public @Nullable HeaderLine declaredHeader() {
    return declaredHeader;
  }

  @Override
  public Delimiter delimiter() {
    return source.delimiter();
  }

  @Override
  public boolean inTableOrder() {
    return inTableOrder;
  }

  @Override
  public CompletionStage<Optional<List<RawRow>>> next() {
    return tenancy.use(this::read);
  }

  @Override
  public void settled() {
    memory.settled();
  }

  private Optional<List<RawRow>> read() {
    if (broken) {
      throw letGoOf();
    }
    if (ended) {
      return Optional.empty();
    }
    broken = true;
    try {
      List<RawRow> batch = source.next();
      broken = false;
      ended = batch.isEmpty();
      return ended ? Optional.empty() : Optional.of(batch);
    } catch (IOException failure) {
      throw FastCsvRowReader.interrupted(failure);
    } finally {
      if (broken || ended) {
        release();
      }
    }
  }

  @Override
  public void close() {
    boolean unused = tenancy.close();
    body.abandon();
    memory.close();
    if (unused && !ended && !broken) {
      closeOnWorker();
    }
  }

  /** Closing may block, as reading does, and so is a worker's to do as long as there are any. */
  private void closeOnWorker() {
    try {
      workers.run(this::release);
    } catch (Refused stopping) {
      release();
    }
  }

  private static BodyInterrupted letGoOf() {
    return new BodyInterrupted("The rows were let go of");
  }

  private void release() {
    Quietly.close(source);
  }
}
