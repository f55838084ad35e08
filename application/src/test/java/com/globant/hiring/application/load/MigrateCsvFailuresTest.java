package com.globant.hiring.application.load;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.submission;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static com.globant.hiring.domain.report.HiringTables.DEPARTMENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyInterrupted;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.RowReader;
import com.globant.hiring.application.body.ScriptedBody;
import com.globant.hiring.application.body.TextBody;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.ForeignKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Loads that fail, break off, or have to wait. */
class MigrateCsvFailuresTest extends MigrateCsvFixture {
  @Test
  void bodyIsNotOpenedIfTheDatabaseIsUnavailable() {
    tables.setUnavailable(true);
    TextBody body = new TextBody("1,Sales\n");

    LoadOutcome outcome = run(departments(), body);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE));
    assertThat(body.opened()).isFalse();
    assertThat(body.abandoned()).isTrue();
    tables.setUnavailable(false);
  }

  @Test
  void defectOfTheReaderUndoesTheLoadAndStaysAFailure() {
    MigrateCsv failing = migrateCsv(tables, BROKEN);
    ScriptedBody body = ScriptedBody.csv("1,x\n");

    assertThatThrownBy(() -> await(failing.run(submission(departments()), body)))
        .hasMessage("a defect");
    body.awaitClosed();
    assertThat(body.isAbandoned()).isTrue();
    assertUnchanged();
  }

  @Test
  void fileThatCannotBeReadIsRefusedWithTheCodeOfItsReason() {
    FileRefused malformed = new FileRefused(FileRefused.Reason.MALFORMED_CSV, "line 4: a quote");
    ScriptedBody body = ScriptedBody.csv("5,a\n6,b\n7,c\n").thenFails(malformed);

    assertThat(run(departments(), body))
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.MALFORMED_CSV);
              assertThat(refused.detail()).isEqualTo("line 4: a quote");
            });
    assertUnchanged();
  }

  @Test
  void rowsBeforeTheFaultOfTheFileAreReportedFirst() {
    FileRefused malformed = new FileRefused(FileRefused.Reason.MALFORMED_CSV, "line 4: a quote");
    ScriptedBody body = ScriptedBody.csv("5,a\nx,bad\n7,c\n").thenFails(malformed);

    assertThat(run(request(HiringTables.DEPARTMENTS).abortOnError().build(), body))
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.ABORTED_ON_ERROR);
              assertThat(refused.detail()).startsWith("line 2:");
              assertThat(refused.rows().read()).isEqualTo(3);
            });
  }

  @Test
  void bodyThatBreaksOffIsAnInterruptionWithItsCause() {
    IOException reset = new IOException("reset by peer");

    for (String before : List.of("", "5,a\n".repeat(4))) {
      ScriptedBody body = ScriptedBody.csv(before).thenFails(reset);
      assertThatThrownBy(() -> run(departments(), body))
          .isInstanceOf(BodyInterrupted.class)
          .hasCause(reset);
      body.awaitClosed();
    }
    assertUnchanged();
  }

  @Test
  void bodyIsClosedAndAbandonedHoweverTheLoadEnds() {
    for (String csv : List.of("5,a\n", "x,bad\n", "", "5,a\n".repeat(100))) {
      ScriptedBody body = ScriptedBody.csv(csv);
      run(request(HiringTables.DEPARTMENTS).maxErrors(10).build(), body);
      body.awaitClosed();
      assertThat(body.isAbandoned()).isTrue();
    }
  }

  @Test
  void batchesAreSettledBeforeTheNextIsReadIfMemoryIsShort() {
    ListRowReader oneBatch = new ListRowReader(3, 1);
    MigrateCsv short1 = migrateCsv(tables, oneBatch);
    String csv = "5,a\n5,b\nx,c\n".repeat(40);

    LoadOutcome outcome = await(short1.run(submission(departments()), ScriptedBody.csv(csv)));

    assertThat(outcome.rows()).isEqualTo(new RowCounts(120, 1, 0, 0, 119, 0));
    assertThat(outcome.errors()).extracting(RowRejected::line).startsWith(2L, 3L, 4L, 5L);
  }

  @Test
  void noMoreThan128BatchesAreWrittenAtOnce() {
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger tooMany = new AtomicInteger();
    CompletableFuture<Written> answer = new CompletableFuture<>();
    Function<List<Row>, CompletionStage<Written>> answerAll =
        batch -> {
          int write = writes.incrementAndGet();
          if (write == 128) {
            answer.completeAsync(() -> new Written(3, 0, 0, 0, List.of()));
          } else if (write > 128 && !answer.isDone()) {
            tooMany.incrementAndGet();
          }
          return answer;
        };
    LoadTransactions holding =
        plan -> tables.begin(plan).thenApply(load -> new ScriptedLoad(load, answerAll));

    LoadOutcome outcome =
        await(
            migrateCsv(holding, reader)
                .run(submission(departments()), ScriptedBody.csv("5,a\n6,b\n7,c\n".repeat(200))));

    assertThat(writes).hasValue(200);
    assertThat(tooMany).hasValue(0);
    assertThat(outcome.rows().inserted()).isEqualTo(600);
  }

  /** Their messages would fill a small heap: a file of duplicates, behind a slow batch. */
  @Test
  void noBatchIsReadWhileThousandsOfRefusedRowsWaitForAnEarlierBatch() {
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger tooMany = new AtomicInteger();
    CompletableFuture<Written> first = new CompletableFuture<>();
    Function<List<Row>, CompletionStage<Written>> refuseAllButTheFirst =
        batch -> {
          if (writes.incrementAndGet() == 1) {
            return first.completeOnTimeout(
                new Written(1000, 0, 0, 0, List.of()), 200, TimeUnit.MILLISECONDS);
          }
          if (writes.get() > 10 && !first.isDone()) {
            tooMany.incrementAndGet();
          }
          return CompletableFuture.completedStage(
              new Written(
                  0,
                  0,
                  0,
                  0,
                  batch.stream().map(row -> RowRejected.duplicateKey(row, DEPARTMENTS)).toList()));
        };
    LoadTransactions scripted =
        plan -> tables.begin(plan).thenApply(load -> new ScriptedLoad(load, refuseAllButTheFirst));

    LoadOutcome outcome =
        await(
            migrateCsv(scripted, new ListRowReader(1000))
                .run(submission(departments()), ScriptedBody.csv("5,a\n".repeat(20_000))));

    assertThat(tooMany).hasValue(0);
    assertThat(outcome.rows().rejected()).isEqualTo(19_000);
  }

  @Test
  void failedWriteEndsAReadThatWaitsForTheClient() {
    CompletableFuture<Written> write = new CompletableFuture<>();
    ScriptedBody stalled = ScriptedBody.csv("3,New\n4,Newer\n5,Newest\n").thenStalls();
    CompletionStage<LoadOutcome> outcome =
        migrateCsv(losing(write), reader).run(submission(departments()), stalled);

    stalled.awaitStalled();
    write.completeExceptionally(new Refused(RefusalCode.DATABASE_UNAVAILABLE, "lost"));

    assertThat(await(outcome))
        .isInstanceOfSatisfying(
            NotLoaded.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE));
    assertUnchanged();
  }

  @Test
  void stackTraceOfADefectShowsTheStepOfTheLoad() {
    IllegalStateException defect = new IllegalStateException("a defect");
    MigrateCsv failing = migrateCsv(losing(CompletableFuture.failedStage(defect)), reader);

    assertThatThrownBy(() -> await(failing.run(submission(departments()), new TextBody("3,New"))))
        .isSameAs(defect);
    assertThat(Arrays.stream(defect.getSuppressed()[0].getStackTrace()))
        .extracting(StackTraceElement::getMethodName)
        .containsSubsequence("settleOldest", "run", "readAndWrite", "run");
  }

  @Test
  void loadsAreRefusedAfterTheWorkersAreClosed() {
    observer.observed().clear();
    workers.close();
    TextBody body = new TextBody("5,a\n");

    assertThat(run(departments(), body))
        .isInstanceOfSatisfying(
            NotLoaded.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
    assertThat(body.opened()).isFalse();
    assertThat(body.abandoned()).isTrue();
    assertThat(observer.observed())
        .containsExactly("began departments", "ended departments: read 0, 0 bytes");
  }

  @Test
  void loadThatIsReadingWhenTheWorkersAreClosedIsRefused() {
    RowReader closing =
        (table, delimiter, body) -> {
          workers.close();
          return reader.open(table, delimiter, body);
        };

    assertThat(
            await(
                migrateCsv(tables, closing).run(submission(departments()), new TextBody("5,a\n"))))
        .isInstanceOfSatisfying(
            NotLoaded.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
    assertUnchanged();
  }

  /** Loads whose writes end as this stage does. */
  private LoadTransactions losing(CompletionStage<Written> write) {
    return plan -> tables.begin(plan).thenApply(load -> new ScriptedLoad(load, batch -> write));
  }

  /** A load whose writes are given by a function. */
  private record ScriptedLoad(
      LoadTransaction load, Function<List<Row>, CompletionStage<Written>> writes)
      implements LoadTransaction {
    @Override
    public Map<ForeignKey, KeySet> references() {
      return load.references();
    }

    @Override
    public CompletionStage<Written> write(List<Row> batch) {
      return writes.apply(batch);
    }

    @Override
    public List<RowOutcome> nextWaiting() {
      return load.nextWaiting();
    }

    @Override
    public CompletionStage<List<OrphanedKey>> orphanedReferences(int limit) {
      return load.orphanedReferences(limit);
    }

    @Override
    public CompletionStage<Void> commit(LoadResult result) {
      return load.commit(result);
    }

    @Override
    public CompletionStage<Void> rollback() {
      return load.rollback();
    }
  }
}
