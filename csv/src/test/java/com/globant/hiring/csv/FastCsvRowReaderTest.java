package com.globant.hiring.csv;

import static com.globant.hiring.application.Stages.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.load.Body;
import com.globant.hiring.application.load.BodyInterrupted;
import com.globant.hiring.application.load.RowBatches;
import com.globant.hiring.application.load.RowReader;
import com.globant.hiring.application.load.RowReaderContract;
import com.globant.hiring.application.load.ScriptedBody;
import com.globant.hiring.domain.report.HiringTables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastCsvRowReaderTest extends RowReaderContract {
  private final CsvAdapter csv;

  FastCsvRowReaderTest(@TempDir Path directory) {
    csv =
        new CsvAdapter(
            new CsvAdapter.Settings(1, CsvAdapter.DEFAULT_FIELD_LIMIT, 256L << 20, 0, 0),
            directory);
  }

  @AfterEach
  void close() {
    csv.close();
  }

  @Override
  protected RowReader reader() {
    return csv.rowReader();
  }

  @Test
  void rowsOfJsonStandInTheOrderOfTheTable() {
    assertThat(opened(ScriptedBody.json("[{\"department\":\"a\",\"id\":1}]")).inTableOrder())
        .isTrue();
  }

  @Test
  void batchesComeOnDaemonThreadsOfTheReader() {
    Thread worker = workerOf(opened(ScriptedBody.csv("1,a\n")));

    assertThat(worker.getName()).startsWith("hiring-reader-");
    assertThat(worker.isDaemon()).isTrue();
  }

  @Test
  void noThreadIsLeftBehind() throws InterruptedException {
    Thread worker = workerOf(opened(ScriptedBody.csv("1,a\n")));

    csv.close();

    worker.join(30_000);
    assertThat(worker.isAlive()).isFalse();
  }

  @Test
  void aLoadWaitsForAWorkerAndGetsTheOneThatIsSetFree() {
    ScriptedBody stalling = ScriptedBody.csv("1,a\n").thenStalls();
    CompletionStage<RowBatches> first = reader().open(HiringTables.DEPARTMENTS, null, stalling);
    stalling.awaitStalled();
    ScriptedBody waiting = ScriptedBody.csv("2,b\n");
    CompletionStage<RowBatches> second = reader().open(HiringTables.DEPARTMENTS, null, waiting);
    assertThat(waiting.pulled()).isZero();

    stalling.abandon();

    assertThat(resultOf(resultOf(second).next())).isPresent();
    assertThatThrownBy(() -> resultOf(first)).isInstanceOf(BodyInterrupted.class);
  }

  @Test
  void filesAreWrittenWhileEveryReaderWaits() {
    ScriptedBody stalling = ScriptedBody.csv("1,a\n").thenStalls();
    CompletionStage<RowBatches> opening = reader().open(HiringTables.DEPARTMENTS, null, stalling);
    stalling.awaitStalled();

    try (CsvSpool spool = csv.csvSpools().create(List.of("a"))) {
      resultOf(spool.write(List.of(List.of("1"))));
      assertThat(resultOf(spool.finish()).records()).isEqualTo(1);
    }
    stalling.abandon();
    assertThatThrownBy(() -> resultOf(opening)).isInstanceOf(BodyInterrupted.class);
  }

  @Test
  void aSecondBatchAtOnceIsADefect() {
    ScriptedBody stalling = ScriptedBody.csv("1,a\n".repeat(200)).thenStalls();
    RowBatches batches = opened(stalling);
    CompletionStage<?> next = batches.next();

    assertThatThrownBy(batches::next).isInstanceOf(IllegalStateException.class);
    stalling.abandon();
    assertThatThrownBy(() -> resultOf(next)).isInstanceOf(BodyInterrupted.class);
  }

  @Test
  void anInterruptionKeepsItsCause() {
    IOException reset = new IOException("reset by peer");

    assertThatThrownBy(() -> rowsOf(ScriptedBody.csv("").thenFails(reset)))
        .isInstanceOf(BodyInterrupted.class)
        .hasCause(reset);
    assertThatThrownBy(() -> rowsOf(ScriptedBody.csv("1,a\n".repeat(200)).thenFails(reset)))
        .isInstanceOf(BodyInterrupted.class)
        .hasCause(reset);
    assertThatThrownBy(() -> rowsOf(failingToOpen(reset)))
        .isInstanceOf(BodyInterrupted.class)
        .hasCause(reset);
  }

  @Test
  void aDefectOfTheBodyIsNoRefusal() {
    IllegalStateException defect = new IllegalStateException("defect");

    assertThatThrownBy(() -> rowsOf(ScriptedBody.csv("1,a\n".repeat(200)).thenFails(defect)))
        .isSameAs(defect);
  }

  @Test
  void aBodyThatIsRefusedIsLetGoOf() {
    ScriptedBody body = ScriptedBody.csv("%PDF-1.7");

    assertThatThrownBy(() -> opened(body)).isInstanceOf(Refused.class);
    body.awaitClosed();
    assertThat(body.isAbandoned()).isTrue();
  }

  @Test
  void afterARefusalThereAreNoMoreRows() {
    ScriptedBody body = ScriptedBody.csv("1,\"a");
    RowBatches batches = opened(body);

    assertThatThrownBy(() -> resultOf(batches.next())).isInstanceOf(Refused.class);
    body.awaitClosed();
    assertThatThrownBy(() -> resultOf(batches.next())).isInstanceOf(BodyInterrupted.class);
  }

  @Test
  void aStoppedAdapterOpensNothingMore() {
    ScriptedBody body = ScriptedBody.csv("1,a\n");
    csv.close();

    assertThatThrownBy(() -> opened(body)).satisfies(FastCsvRowReaderTest::isDraining);
    assertThat(body.isAbandoned()).isTrue();
  }

  @Test
  void aStoppedAdapterReadsNothingMoreAndLetsGoOfTheBody() {
    ScriptedBody body = ScriptedBody.csv("1,a\n");
    RowBatches batches = opened(body);
    csv.close();

    assertThatThrownBy(() -> resultOf(batches.next())).satisfies(FastCsvRowReaderTest::isDraining);
    batches.close();
    body.awaitClosed();
  }

  private static void isDraining(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
  }

  /** The thread that a batch comes on; a stage that is complete already runs on the asking one. */
  private static Thread workerOf(RowBatches batches) {
    Thread asking = Thread.currentThread();
    while (true) {
      Thread worker = resultOf(batches.next().thenApply(batch -> Thread.currentThread()));
      if (worker != asking) {
        return worker;
      }
    }
  }

  private static Body failingToOpen(IOException failure) {
    return new Body() {
      @Override
      public Opened open() throws IOException {
        throw failure;
      }

      @Override
      public void abandon() {}
    };
  }
}
