package com.globant.hiring.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Dialect;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
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
  private static final Limits LIMITS = new Limits(RowParser.DEFAULT_FIELD_LIMIT);
  private static final CsvFormat COMMAS = CsvFormat.of(Dialect.DEFAULT, Delimiter.COMMA);
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
    try (CsvRows rows = new CsvRows(new StringReader(text), LIMITS, memory, COMMAS, false)) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        batch.forEach(row -> read.add(row.toString()));
        rows.settled();
      }
    }

    assertThat(read).isEqualTo(expected);
    assertThat(read).hasSize(12);
    assertThat(budget.taken()).isZero();
  }

  /** As the definition of CSV has it. */
  private static List<String> plain(String text) {
    return PlainCsv.read(text, RowParser.DEFAULT_FIELD_LIMIT, COMMAS, 2).rows().stream()
        .map(row -> "line " + row.line() + ": " + row.raw())
        .toList();
  }

  @Test
  void batchesAreSmallerWithoutABudget() throws IOException {
    LoadMemory memory = new LoadMemory(new MemoryBudget(0, RECORD, LONG), LIMITS);
    int read = 0;
    int most = 0;
    try (CsvRows rows =
        new CsvRows(new StringReader("1,a\n".repeat(5000)), LIMITS, memory, COMMAS, false)) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        read += batch.size();
        most = Math.max(most, batch.size());
        rows.settled();
      }
    }
    assertThat(read).isEqualTo(5000);
    assertThat(most).isBetween(50, 500);
  }

  @Test
  void largeRecordWaitsForTheMemoryOfAnotherFile() throws Exception {
    MemoryBudget budget = new MemoryBudget(RECORD, RECORD, LONG);
    LoadMemory first = new LoadMemory(budget, LIMITS);
    LoadMemory second = new LoadMemory(budget, LIMITS);
    assertThat(first.tryBeginBatch()).isTrue();
    first.growToLargest(1);
    try (CsvRows rows = new CsvRows(new StringReader(WIDE), LIMITS, second, COMMAS, false)) {
      CompletableFuture<List<RawRow>> waiting = async(rows);
      awaitWaiting(waiting);

      first.endBatch(40_000, 65_536, 1, 0);

      awaitWaiting(waiting);
      first.settled();
      assertThat(waiting.get(30, TimeUnit.SECONDS)).hasSize(1);
    }
    first.close();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void largeRecordIsRefusedIfItGetsNoMemoryInTime() throws IOException {
    MemoryBudget budget = new MemoryBudget(RECORD, RECORD, Duration.ofMillis(1));
    LoadMemory holder = new LoadMemory(budget, LIMITS);
    holder.growToLargest(1);
    LoadMemory memory = new LoadMemory(budget, LIMITS);
    try (CsvRows rows =
        new CsvRows(new StringReader("1,a\n" + WIDE), LIMITS, memory, COMMAS, false)) {
      assertThatThrownBy(rows::next)
          .isInstanceOfSatisfying(
              FileRefused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.MEMORY_BUSY))
          .hasMessageContainingAll("line 2:", String.valueOf(RECORD));
    }
    assertThat(budget.taken()).isEqualTo(RECORD / 1024);
  }

  @Test
  void recordLargerThanAllMemoryIsRefusedAtOnce() throws IOException {
    LoadMemory memory = new LoadMemory(new MemoryBudget(RECORD - 1, RECORD, LONG), LIMITS);
    try (CsvRows rows = new CsvRows(new StringReader(WIDE), LIMITS, memory, COMMAS, false)) {
      assertThatThrownBy(rows::next)
          .isInstanceOfSatisfying(
              FileRefused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.FIELD_TOO_LARGE))
          .hasMessageContainingAll(String.valueOf(RECORD), String.valueOf(RECORD - 1));
    }
  }

  @Test
  void allBatchesMustBeSettledAfterALargeRecord() throws IOException {
    MemoryBudget budget = new MemoryBudget(4 * RECORD, RECORD, LONG);
    LoadMemory memory = new LoadMemory(budget, LIMITS);
    String text = "1,a\n".repeat(1000) + WIDE + "\n2,b\n".repeat(2000);
    try (CsvRows rows = new CsvRows(new StringReader(text), LIMITS, memory, COMMAS, false)) {
      assertThat(rows.next()).hasSize(1000);
      assertThat(rows.hasMemory()).isTrue();
      assertThat(rows.next()).hasSize(1000);
      assertThat(rows.hasMemory()).isFalse();
      rows.settled();
      assertThat(rows.hasMemory()).isFalse();
      rows.settled();
      assertThat(rows.hasMemory()).isTrue();
      assertThat(rows.next()).hasSize(1000);
      assertThat(rows.hasMemory()).isTrue();
    }
    assertThat(budget.taken()).isZero();
  }

  @Test
  void closingGivesBackWhatARefusedFileHolds() throws IOException {
    MemoryBudget budget = new MemoryBudget(4 * RECORD, RECORD, LONG);
    LoadMemory memory = new LoadMemory(budget, LIMITS);
    String text = "1,a\n".repeat(1000) + "x".repeat(40_000) + "\n\"";
    try (CsvRows rows = new CsvRows(new StringReader(text), LIMITS, memory, COMMAS, false)) {
      assertThat(rows.next()).hasSize(1000);
      assertThatThrownBy(rows::next).isInstanceOf(FileRefused.class);
      assertThat(budget.taken()).isGreaterThanOrEqualTo(RECORD / 1024);
    }
    assertThat(budget.taken()).isZero();
  }

  /** Loads of wide and of ordinary rows share a budget that has room for one large record. */
  @Test
  void manyFilesShareTheSmallestBudgetAndAllAreRead() throws Exception {
    MemoryBudget budget = new MemoryBudget(RECORD, RECORD, LONG);
    String text = (WIDE + "\n" + "1,a\n".repeat(700)).repeat(5);
    List<CompletableFuture<Integer>> loads = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      loads.add(CompletableFuture.supplyAsync(() -> readWithEightUnsettled(budget, text), threads));
    }

    for (CompletableFuture<Integer> load : loads) {
      assertThat(load.get(60, TimeUnit.SECONDS)).isEqualTo(3505);
    }
    assertThat(budget.taken()).isZero();
  }

  /** As a load does. */
  private static int readWithEightUnsettled(MemoryBudget budget, String text) {
    int read = 0;
    int unsettled = 0;
    try (CsvRows rows =
        new CsvRows(
            new StringReader(text), LIMITS, new LoadMemory(budget, LIMITS), COMMAS, false)) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        read += batch.size();
        unsettled++;
        while (unsettled > 0 && (unsettled == 8 || !rows.hasMemory())) {
          rows.settled();
          unsettled--;
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return read;
  }

  private CompletableFuture<List<RawRow>> async(CsvRows rows) {
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
