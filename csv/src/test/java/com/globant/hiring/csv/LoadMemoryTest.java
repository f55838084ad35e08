package com.globant.hiring.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.FileRefused.Reason;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.report.HiringTables;
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

  /** Longer than any ordinary record, on many lines; three of them end a batch. */
  private static final String WIDE = "9,\"" + "x\ny\rz\r\n".repeat(12_500) + "\"";

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
  void batchTakesWhatItsRowsNeedUntilItIsSettled() {
    MemoryBudget budget = new MemoryBudget(1L << 30, RECORD, LONG);
    LoadMemory memory = new LoadMemory(budget, LIMITS);

    assertThat(memory.tryBeginBatch()).isTrue();
    assertThat(memory.chars()).isEqualTo(64 * 1024);
    // 8 bytes a character, 300 a row, 80 a field; 48 Ki characters are read ahead.
    assertThat(memory.hasRoom(15_000, 19, 30)).isTrue();
    assertThat(budget.taken()).isZero();
    assertThat(memory.hasRoom(16_384, 0, 0)).isTrue();
    assertThat(budget.taken()).isEqualTo(256);
    assertThat(memory.chars()).isEqualTo(96 * 1024);
    assertThat(memory.hasRoom(48 * 1024, 0, 0)).isTrue();
    assertThat(budget.taken()).isEqualTo(512);
    assertThat(memory.hasRoom(207 * 1024, 0, 12)).isTrue();
    assertThat(budget.taken()).isEqualTo((8 * 255 * 1024 + 300 + 80 * 12 + 1023) / 1024 - 512);

    memory.endBatch(128 * 1024, 256 * 1024, 2, 3);

    assertThat(budget.taken()).isEqualTo((8 * 128 * 1024 + 300 * 2 + 80 * 3 + 1023) / 1024 - 512);

    memory.settled();

    assertThat(budget.taken()).isZero();
    assertThat(memory.tryBeginBatch()).isTrue();
    assertThat(memory.chars()).isEqualTo((128 + 48) * 1024 + (300 * 2 + 80 * 3) / 8);

    memory.endBatch(0, 0, 0, 0);

    assertThat(budget.taken()).isZero();
  }

  @Test
  void batchOfLargeRecordsKeepsTheirCharactersUntilItIsSettled() {
    MemoryBudget budget = new MemoryBudget(1L << 30, RECORD, LONG);
    LoadMemory memory = new LoadMemory(budget, LIMITS);
    memory.tryBeginBatch();
    memory.growToLargest(1);
    memory.growToLargest(2);
    assertThat(budget.taken()).isEqualTo((RECORD + 1023) / 1024);
    assertThat(memory.hasRoom(1 << 20, 1, 1)).isTrue();
    assertThat(budget.taken()).isEqualTo((RECORD + 1023) / 1024);

    memory.endBatch(100 * 1024, 128 * 1024, 1, 2);

    assertThat(budget.taken()).isEqualTo(2 * 128 + 6 * 100);
    assertThat(memory.isAfterLarge()).isTrue();

    memory.settled();

    assertThat(budget.taken()).isZero();
    memory.tryBeginBatch();
    memory.endBatch(10, 20, 1, 2);
    assertThat(memory.isAfterLarge()).isFalse();
  }

  @Test
  void batchOfJsonTakesWhatItsRowsNeedUntilItIsSettled() throws IOException {
    MemoryBudget budget = new MemoryBudget(1L << 30, RECORD, LONG);
    try (JsonRows rows = json(budget, departments(900, 1000))) {
      assertThat(rows.inTableOrder()).isTrue();
      assertThat(rows.delimiter()).isEqualTo(Delimiter.COMMA);

      List<RawRow> batch = rows.next();

      int row = batch.get(0).raw().length();
      assertThat(batch).hasSize((Limits.BATCH_CHARS + row - 1) / row);
      int bytes = batch.size() * (8 * row + 300 + 80 * 2);
      assertThat(budget.taken()).isEqualTo((bytes + 1023) / 1024 - 512);
      rows.settled();
      assertThat(budget.taken()).isZero();
      assertThat(rows.tryBeginBatch()).isTrue();
      assertThat(rows.next()).isNotEmpty();
      assertThat(budget.taken()).isPositive();
    }
    assertThat(budget.taken()).isZero();
  }

  @Test
  void batchesOfJsonAreSmallerWithoutABudget() throws IOException {
    try (JsonRows rows = json(new MemoryBudget(0, RECORD, LONG), departments(500, 10))) {
      // What a file has for itself, less what is read ahead; a row has two fields.
      int row = 8 * "{'id':1,'department':'xxxxxxxxxx'}".length() + 300 + 80 * 2;
      assertThat(rows.next()).hasSize((512 * 1024 - 8 * 48 * 1024) / row);
      rows.settled();
      assertThat(rows.next()).isNotEmpty();
    }
  }

  @Test
  void largeRecordOfJsonMustBeSettledBeforeTheNextBatch() throws IOException {
    MemoryBudget budget = new MemoryBudget(4 * RECORD, RECORD, LONG);
    try (JsonRows rows = json(budget, departments(9, 100_000))) {
      List<RawRow> batch = rows.next();

      assertThat(batch).hasSize(3);
      assertThat(budget.taken()).isEqualTo((8 * 3 * batch.get(0).raw().length() + 1023) / 1024);
      assertThat(rows.tryBeginBatch()).isFalse();
      assertThatThrownBy(rows::next).isInstanceOf(IllegalStateException.class);
      rows.settled();
      assertThat(rows.next()).hasSize(3);
    }
    assertThat(budget.taken()).isZero();
  }

  private static JsonRows json(MemoryBudget budget, String text) {
    return new JsonRows(
        HiringTables.DEPARTMENTS, new StringReader(text), LIMITS, new LoadMemory(budget, LIMITS));
  }

  private static String departments(int rows, int characters) {
    String row = "{\"id\":1,\"department\":\"%s\"}".formatted("x".repeat(characters));
    return "[" + (row + ",").repeat(rows - 1) + row + "]";
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
    MemoryBudget budget = new MemoryBudget(3 * RECORD, RECORD, Duration.ofMillis(1));
    LoadMemory holder = new LoadMemory(budget, LIMITS);
    holder.growToLargest(1);
    LoadMemory memory = new LoadMemory(budget, LIMITS);
    try (CsvRows rows =
        new CsvRows(new StringReader("1,a\n" + WIDE), LIMITS, memory, COMMAS, false)) {
      assertThatThrownBy(rows::next)
          .isInstanceOfSatisfying(
              FileRefused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.MEMORY_BUSY))
          .hasMessageContainingAll(
              "line 2:",
              "needs up to %d bytes".formatted(RECORD),
              "hold %d of the %d that".formatted(RECORD, RECORD * 3 / 2));
    }
    assertThat(budget.taken()).isEqualTo(RECORD / 1024);
  }

  @Test
  void interruptedReaderTakesNoMemory() {
    MemoryBudget budget = new MemoryBudget(RECORD, RECORD, LONG);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> budget.takeForRecord(RECORD, 1))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(budget.taken()).isZero();
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
      assertThat(rows.tryBeginBatch()).isTrue();
      assertThat(rows.next()).hasSize(1000);
      assertThat(rows.tryBeginBatch()).isFalse();
      // Its characters in an array, as strings, and once more while they are written.
      assertThat(budget.taken()).isGreaterThan(8L * WIDE.length() / 1024);
      rows.settled();
      assertThat(rows.tryBeginBatch()).isFalse();
      rows.settled();
      assertThat(rows.tryBeginBatch()).isTrue();
      assertThat(rows.next()).hasSize(1000);
      assertThat(rows.tryBeginBatch()).isTrue();
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
        while (unsettled > 0 && (unsettled == 8 || !rows.tryBeginBatch())) {
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
