package com.globant.hiring.mysql.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.mysql.keys.KeyMemory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileQueueTest {
  private static final int BATCHES_A_FILE = 64;
  private static final int MEBIBYTE = 1 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final List<RowFile> taken = new ArrayList<>();
  private Path directory;
  private RowFileQueue queue;

  @BeforeEach
  void create(@TempDir Path temporary) {
    directory = temporary;
    queue = new RowFileQueue(new RowFiles(vertx, temporary, true, new KeyMemory(0)));
  }

  @AfterEach
  void filesAreDeleted() throws IOException {
    for (RowFile file : takeAll()) {
      queue.reuse(file);
    }
    queue.close();
    assertThat(directory).isEmptyDirectory();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aFileHasSixtyFourBatches() throws IOException {
    append(BATCHES_A_FILE + 1, 1);

    assertThat(takeAll()).extracting(file -> file.batches().size()).containsExactly(64, 1);
  }

  @Test
  void aFileOfFourMebibytesIsFull() throws IOException {
    append(9, MEBIBYTE);

    assertThat(takeAll()).extracting(file -> file.batches().size()).containsExactly(4, 4, 1);
  }

  @Test
  void queueHasTheBytesOfAFileOrASecondFile() throws IOException {
    assertThat(queue.has(0)).isFalse();

    append(1, 10);
    assertThat(queue.has(10)).isTrue();
    assertThat(queue.has(11)).isFalse();

    append(BATCHES_A_FILE, 10);
    assertThat(queue.has(Long.MAX_VALUE)).isTrue();
  }

  @Test
  void filesGivenBackAreFilledAgain() throws IOException {
    append(1, 1);
    RowFile file = Objects.requireNonNull(queue.poll());
    queue.reuse(file);
    append(2, 1);

    assertThat(takeAll()).containsExactly(file);
    assertThat(file.batches()).hasSize(2);
  }

  private void append(int batches, int bytes) throws IOException {
    for (int i = 0; i < batches; i++) {
      queue.append(
          new StoredBatch(1, (session, rows) -> Future.succeededFuture()),
          ByteBuffer.allocate(bytes),
          ByteBuffer.allocate(0));
    }
  }

  private List<RowFile> takeAll() {
    for (RowFile file = queue.poll(); file != null; file = queue.poll()) {
      taken.add(file);
    }
    return taken;
  }
}
