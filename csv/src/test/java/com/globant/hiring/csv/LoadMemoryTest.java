package com.globant.hiring.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.BodyInterrupted;
import com.globant.hiring.domain.row.Delimiter;
import com.globant.hiring.domain.row.RawRow;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadMemoryTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Limits LIMITS = new Limits(CsvAdapter.DEFAULT_FIELD_LIMIT);
  private static final long RECORD = LIMITS.largestRecordBytes();

  /** Longer than any ordinary record, and on three lines. */
  private static final String WIDE = "9,\"" + "x\ny\r\n".repeat(8000) + "\"";

  /** As long, and without a value. */
  private static final String WIDE_BLANK = "\"" + " \n".repeat(16000) + "\"";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Thread reader = Thread.currentThread();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void rowsAndLinesAreTheSameAfterLargeRecords() throws IOException {
    String passedOver = "\n,,\n\n" + WIDE_BLANK + ",\n \t\r\n";
    String text =
        "1,a\r\n\r\n"
            + WIDE
            + "\r\n2,b\r"
            + WIDE
            + "\r\n\n\n3,c\n"
            + WIDE
            + "\n4,\"d\ne\"\n5,f"
            + passedOver
            + WIDE
            + passedOver
            + "\u001A\n6,g,\n"
            + WIDE
            + passedOver
            + "\u001A\n"
            + passedOver;
    List<String> expected = plain(text);
    MemoryBudget budget = new MemoryBudget(2 * RECORD, RECORD, LONG);

    List<String> read = new ArrayList<>();
    LoadMemory memory = new LoadMemory(budget, LIMITS);
    try (FastCsvRows rows =
        new FastCsvRows(new StringReader(text), LIMITS, memory, Delimiter.COMMA, 2, false)) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        batch.forEach(row -> read.add(row.toString()));
        memory.settled();
      }
    }

    assertThat(read).isEqualTo(expected);
    assertThat(read).hasSize(12);
    memory.close();
    assertThat(budget.taken()).isZero();
  }

  /** As the definition of CSV has it. */
  private static List<String> plain(String text) {
    return PlainCsv.read(text, CsvAdapter.DEFAULT_FIELD_LIMIT, ',', 2).rows().stream()
        .map(row -> "line " + row.line() + ": " + row.raw())
        .toList();
  }

  @Test
  void withoutABudgetALoadReadsItsOrdinaryRowsInSmallerBatches() throws IOException {
    LoadMemory memory = new LoadMemory(new MemoryBudget(0, RECORD, LONG), LIMITS);
    int read = 0;
    int most = 0;
    try (FastCsvRows rows =
        new FastCsvRows(
            new StringReader("1,a\n".repeat(5000)), LIMITS, memory, Delimiter.COMMA, 2, false)) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        read += batch.size();
        most = Math.max(most, batch.size());
        memory.settled();
      }
    }
    assertThat(read).isEqualTo(5000);
    assertThat(most).isBetween(50, 500);
  }

  @Test
  void aReaderWithoutMemoryGoesOnWhenABatchIsSettled() throws Exception {
    LoadMemory memory = new LoadMemory(new MemoryBudget(0, RECORD, LONG), LIMITS);
    try (FastCsvRows rows =
        new FastCsvRows(
            new StringReader("1,a\n".repeat(5000)), LIMITS, memory, Delimiter.COMMA, 2, false)) {
      assertThat(rows.next()).isNotEmpty();
      CompletableFuture<List<RawRow>> second = async(rows);
      awaitWaiting(second);

      memory.settled();

      assertThat(second.get(30, TimeUnit.SECONDS)).isNotEmpty();
    }
  }

  @Test
  void aLargeRecordWaitsForTheMemoryOfAnother() throws Exception {
    MemoryBudget budget = new MemoryBudget(RECORD, RECORD, LONG);
    LoadMemory first = new LoadMemory(budget, LIMITS);
    LoadMemory second = new LoadMemory(budget, LIMITS);
    first.beginBatch();
    first.growToLargest(1);
    try (FastCsvRows rows =
        new FastCsvRows(new StringReader(WIDE), LIMITS, second, Delimiter.COMMA, 2, false)) {
      CompletableFuture<List<RawRow>> waiting = async(rows);
      awaitWaiting(waiting);

      first.endBatch(40_000, 65_536, 1);

      awaitWaiting(waiting);
      first.settled();
      assertThat(waiting.get(30, TimeUnit.SECONDS)).hasSize(1);
    }
    second.close();
    first.close();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void aLargeRecordThatGetsNoMemoryInTimeIsRefusedWithNumbers() throws IOException {
    MemoryBudget budget = new MemoryBudget(RECORD, RECORD, Duration.ofMillis(1));
    LoadMemory holder = new LoadMemory(budget, LIMITS);
    holder.growToLargest(1);
    LoadMemory memory = new LoadMemory(budget, LIMITS);
    try (FastCsvRows rows =
        new FastCsvRows(
            new StringReader("1,a\n" + WIDE), LIMITS, memory, Delimiter.COMMA, 2, false)) {
      assertThatThrownBy(rows::next)
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.MEMORY_BUSY))
          .hasMessageContainingAll("line 2:", String.valueOf(RECORD));
    }
    memory.close();
    assertThat(budget.taken()).isEqualTo(RECORD);
  }

  @Test
  void aLargeRecordThatCanNeverHaveItsMemoryIsRefusedAtOnce() throws IOException {
    LoadMemory memory = new LoadMemory(new MemoryBudget(RECORD - 1, RECORD, LONG), LIMITS);
    try (FastCsvRows rows =
        new FastCsvRows(new StringReader(WIDE), LIMITS, memory, Delimiter.COMMA, 2, false)) {
      assertThatThrownBy(rows::next)
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.FIELD_TOO_LARGE))
          .hasMessageContainingAll(String.valueOf(RECORD), String.valueOf(RECORD - 1));
    }
  }

  @Test
  void closingEndsAWait() throws Exception {
    MemoryBudget budget = new MemoryBudget(RECORD, RECORD, LONG);
    new LoadMemory(budget, LIMITS).growToLargest(1);
    LoadMemory memory = new LoadMemory(budget, LIMITS);
    try (FastCsvRows rows =
        new FastCsvRows(new StringReader(WIDE), LIMITS, memory, Delimiter.COMMA, 2, false)) {
      CompletableFuture<List<RawRow>> waiting = async(rows);
      awaitWaiting(waiting);

      memory.close();

      assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(BodyInterrupted.class);
    }
    assertThat(budget.taken()).isEqualTo(RECORD);
  }

  /** Loads of wide and of ordinary rows share a budget that has room for one large record. */
  @Test
  void manyLoadsShareTheLeastBudgetAndAllComeToTheirEnd() throws Exception {
    MemoryBudget budget = new MemoryBudget(RECORD, RECORD, LONG);
    String text = (WIDE + "\n" + "1,a\n".repeat(700)).repeat(5);
    List<CompletableFuture<Integer>> loads = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      loads.add(CompletableFuture.supplyAsync(() -> readWithEightUnderWay(budget, text), threads));
    }

    for (CompletableFuture<Integer> load : loads) {
      assertThat(load.get(60, TimeUnit.SECONDS)).isEqualTo(3505);
    }
    assertThat(budget.taken()).isZero();
  }

  /** Settles batches on another thread, as the database does. */
  private int readWithEightUnderWay(MemoryBudget budget, String text) {
    int read = 0;
    Deque<CompletableFuture<Void>> underWay = new ArrayDeque<>();
    try (LoadMemory memory = new LoadMemory(budget, LIMITS);
        FastCsvRows rows =
            new FastCsvRows(new StringReader(text), LIMITS, memory, Delimiter.COMMA, 2, false)) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        read += batch.size();
        underWay.add(CompletableFuture.runAsync(memory::settled, threads));
        if (underWay.size() == 8) {
          underWay.remove().join();
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return read;
  }

  private CompletableFuture<List<RawRow>> async(FastCsvRows rows) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            reader = Thread.currentThread();
            return rows.next();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        },
        threads);
  }

  private void awaitWaiting(CompletableFuture<?> work) {
    while (reader == Thread.currentThread()
        || (reader.getState() != Thread.State.WAITING
            && reader.getState() != Thread.State.TIMED_WAITING)) {
      assertThat(work).isNotDone();
      Thread.onSpinWait();
    }
  }
}
