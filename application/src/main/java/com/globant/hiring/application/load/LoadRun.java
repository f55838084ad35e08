package com.globant.hiring.application.load;

import com.globant.hiring.application.Failures;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.RawRow;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.row.RowRules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way of the rows of one load: pulled from the reader, checked by the rules, written to the
 * sink, and what was refused on either way kept.
 *
 * <p>Used by one thread at a time; whoever completes a stage goes on.
 */
final class LoadRun {
  /** Batches being written while the next is read: enough to keep reader and database busy. */
  private static final int BATCHES_UNDER_WAY = 8;

  private final LoadRequest request;
  private final LoadTransaction transaction;
  private final RowBatches batches;
  private final Rejects rejects;
  private final FileStart start;

  /** For each batch that is being written: when it and all batches before it are settled. */
  private final Deque<CompletionStage<Void>> underWay = new ArrayDeque<>();

  private CompletionStage<Void> settled = CompletableFuture.completedStage(null);
  private @Nullable RowRules rules;
  private volatile RowCounts counts = RowCounts.NONE;
  private volatile @Nullable Throwable failed;
  private boolean ended;

  LoadRun(LoadRequest request, LoadTransaction transaction, RowBatches batches, Rejects rejects) {
    this.request = request;
    this.transaction = transaction;
    this.batches = batches;
    this.rejects = rejects;
    this.start = new FileStart(request, batches);
  }

  /**
   * Writes all rows and gives their counts. Fails with what was wrong first in the order of the
   * file: with {@link Refused} where rows end the load.
   */
  CompletionStage<RowCounts> run() {
    return AsyncLoop.repeatWhile(this::turn)
        .exceptionallyCompose(this::failure)
        .thenApply(nothing -> accepted());
  }

  /**
   * What was read before the place at which reading failed may have failed too, and comes first.
   */
  private CompletionStage<Void> failure(Throwable ofReading) {
    if (ofReading instanceof BodyInterrupted) {
      // There is no answer to wait for, or a failed batch has closed the reader.
      Throwable first = failed;
      return CompletableFuture.failedStage(first == null ? ofReading : first);
    }
    return settled.thenCompose(nothing -> CompletableFuture.failedStage(ofReading));
  }

  /** What became of the rows so far. For any thread. */
  RowCounts counts() {
    return counts;
  }

  private CompletionStage<Boolean> turn() {
    if (underWay.size() == BATCHES_UNDER_WAY || (ended && !underWay.isEmpty())) {
      return underWay.remove().thenApply(nothing -> true);
    }
    if (ended) {
      return CompletableFuture.completedStage(false);
    }
    return batches
        .next()
        .thenApply(
            batch -> {
              batch.ifPresentOrElse(this::checkAndWrite, () -> ended = true);
              return true;
            });
  }

  private void checkAndWrite(List<RawRow> batch) {
    List<Row> accepted = new ArrayList<>(batch.size());
    List<RowRejected> refused = new ArrayList<>();
    for (RawRow raw : batch) {
      if (start.isHeader(raw)) {
        continue;
      }
      RowRules current = rules;
      if (current == null) {
        current =
            new RowRules(
                request.table(),
                start.order(),
                request.missing(),
                transaction.references(),
                batches.delimiter());
        rules = current;
      }
      RowOutcome outcome = current.check(raw);
      if (outcome instanceof Row row) {
        accepted.add(row);
      } else if (outcome instanceof RowRejected rejected) {
        refused.add(rejected);
      }
    }
    settle(refused, write(accepted));
  }

  private CompletionStage<Written> write(List<Row> accepted) {
    return accepted.isEmpty()
        ? CompletableFuture.completedStage(new Written(0, 0, 0, 0, List.of()))
        : transaction.write(accepted).whenComplete((written, failure) -> endReading(failure));
  }

  /**
   * Settles a batch after the ones before it, so that refusals are kept in the order of their
   * lines. This does not wait for the next batch: a reader that waits for memory gets that of the
   * settled ones.
   */
  private void settle(List<RowRejected> refusedByRules, CompletionStage<Written> write) {
    settled =
        settled
            .thenCompose(nothing -> write)
            .thenCompose(written -> keep(refusedByRules, written))
            .whenComplete(
                (nothing, failure) -> {
                  batches.settled();
                  endReading(failure);
                });
    underWay.add(settled);
  }

  /** Without this, a client that pauses would keep a load waiting that has failed. */
  private void endReading(@Nullable Throwable failure) {
    if (failure != null) {
      failed = Failures.unwrapped(failure);
      batches.close();
    }
  }

  /** Counts the rows of a batch and keeps those that were refused. */
  private CompletionStage<Void> keep(List<RowRejected> refusedByRules, Written written) {
    counts = counts.plus(written, refusedByRules.size());
    List<RowRejected> refused = new ArrayList<>(refusedByRules);
    refused.addAll(written.rejected());
    refused.sort(Comparator.comparingLong(RowRejected::line));
    long allowed = allowedErrors();
    if (counts.rejected() <= allowed) {
      return rejects.add(refused);
    }
    // The row that is one too many is the last one that is kept.
    int kept = (int) (allowed + 1 - (counts.rejected() - refused.size()));
    return rejects
        .add(refused.subList(0, kept))
        .thenAccept(
            nothing -> {
              throw tooMany(refused.get(kept - 1));
            });
  }

  private long allowedErrors() {
    return request.abortOnError() ? 0 : request.maxErrors();
  }

  private Refused tooMany(RowRejected last) {
    if (request.abortOnError()) {
      return new Refused(
          RefusalCode.ABORTED_ON_ERROR,
          "line %d: %s; with on_error=abort the first refused row ends the load%s"
              .formatted(last.line(), last.message(), delimiterHint()));
    }
    return new Refused(
        RefusalCode.TOO_MANY_ERRORS,
        "line %d: %s; that is one refused row more than max_errors=%d allows%s"
            .formatted(last.line(), last.message(), request.maxErrors(), delimiterHint()));
  }

  /** Only where no row at all was accepted. */
  private String delimiterHint() {
    return counts.accepted() == 0 ? start.delimiterHint() : "";
  }

  private RowCounts accepted() {
    if (counts.accepted() > 0) {
      return counts;
    }
    if (counts.read() > 0) {
      throw new Refused(
          RefusalCode.NO_ROWS_ACCEPTED,
          "none of the %d rows was accepted; mend the rows named in errors and send the file again%s"
              .formatted(counts.read(), delimiterHint()));
    }
    throw start.headerSeen()
        ? new Refused(
            RefusalCode.NO_ROWS_ACCEPTED, "the file has a header and no rows; send one with rows")
        : new Refused(RefusalCode.EMPTY_BODY, "the body holds no rows; send the file as the body");
  }
}
