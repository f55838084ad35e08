package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.keys.KeyMemory;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchQueueTest {
  private static final int BATCHES_A_FILE = 64;
  private static final int MEBIBYTE = 1 << 20;
  private static final LoadPlan PLAN =
      Loads.plan("hiring", HiringTables.JOBS, true, DuplicateKeys.REJECT);

  private final Vertx vertx = Vertx.vertx();
  private Path directory;
  private BatchQueue queue;

  static Batch batch(List<Row> rows) {
    Batch batch = new Batch(PLAN);
    batch.begin(rows, () -> {});
    return batch;
  }

  @BeforeEach
  void create(@TempDir Path temporary) {
    directory = temporary;
    queue = new BatchQueue(new RowFiles(vertx, temporary, true, new KeyMemory(0)));
  }

  @AfterEach
  void filesAreDeleted() {
    takeAll().forEach(queue::done);
    queue.deleteFiles();
    assertThat(directory).isEmptyDirectory();
    await(vertx.close().toCompletionStage());
  }

  @Test
  void fileHasSixtyFourBatches() throws IOException {
    append(BATCHES_A_FILE + 1, 1);

    assertThat(takeAll()).extracting(portion -> portion.batches().size()).containsExactly(64, 1);
  }

  @Test
  void fileOfFourMebibytesIsFull() throws IOException {
    append(9, MEBIBYTE);

    assertThat(takeAll()).extracting(portion -> portion.batches().size()).containsExactly(4, 4, 1);
  }

  @Test
  void batchesInMemoryKeepTheirPlaceBetweenFiles() throws IOException {
    append(2, 1);
    queue.addInMemory(batch(List.of(row(1, 1, "one"))), List.of(row(1, 1, "one")), false);
    append(3, 1);

    assertThat(takeAll()).extracting(portion -> portion.batches().size()).containsExactly(2, 1, 3);
  }

  @Test
  void firstFileOfALoadIsSentAtOnceAndSmallOnesAfterItInTheEndToo() throws IOException {
    append(1, 1);
    Portion first = queue.awaitNext();
    assertThat(queue.take()).isSameAs(first);
    append(1, 1);

    assertThat(queue.awaitNext()).isSameAs(queue.take()).isNotSameAs(first);
  }

  @Test
  void writersEndWhenTheQueueIsClosedAndEmpty() throws IOException {
    append(1, 1);
    CompletableFuture<List<Portion>> writer =
        CompletableFuture.supplyAsync(
            () -> {
              List<Portion> all = new ArrayList<>();
              while (queue.awaitNext() != null) {
                all.add(Objects.requireNonNull(queue.take()));
              }
              return all;
            });
    queue.close();

    List<Portion> written = await(writer);
    assertThat(written).hasSize(1);
    written.forEach(queue::done);
  }

  @Test
  void ninthBatchInMemoryWaitsUntilOneIsWritten() {
    List<Row> rows = List.of(row(1, 1, "one"));
    for (int i = 0; i < 8; i++) {
      queue.addInMemory(batch(rows), rows, false);
    }
    Portion first = Objects.requireNonNull(queue.take());
    CompletableFuture<Void> ninth =
        CompletableFuture.runAsync(() -> queue.addInMemory(batch(rows), rows, false));
    assertThat(ninth).isNotDone();

    queue.done(first);

    await(ninth);
    assertThat(takeAll()).hasSize(8);
  }

  @Test
  void laterPortionWaitsForEarlierOnes() throws IOException {
    append(BATCHES_A_FILE + 1, 1);
    Portion first = Objects.requireNonNull(queue.take());
    Portion second = Objects.requireNonNull(queue.take());
    queue.awaitEarlier(first);
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> queue.awaitEarlier(second));
    assertThat(waiting).isNotDone();

    queue.done(first);

    await(waiting);
    queue.done(second);
  }

  @Test
  void filesOfPortionsThatAreDoneAreFilledAgain() throws IOException {
    append(1, 1);
    Portion first = Objects.requireNonNull(queue.take());
    queue.done(first);
    append(2, 1);

    assertThat(takeAll())
        .singleElement()
        .satisfies(portion -> assertThat(portion.file()).isSameAs(first.file()))
        .satisfies(portion -> assertThat(portion.batches()).hasSize(2));
  }

  private void append(int batches, int bytes) throws IOException {
    for (int i = 0; i < batches; i++) {
      queue.addToFile(
          batch(List.of(row(1, 1, "one"))), ByteBuffer.allocate(bytes), ByteBuffer.allocate(0));
    }
  }

  private final List<Portion> taken = new ArrayList<>();

  /** All that wait, and those that were taken out by this before. */
  private List<Portion> takeAll() {
    for (Portion portion = queue.take(); portion != null; portion = queue.take()) {
      taken.add(portion);
    }
    return taken;
  }
}
