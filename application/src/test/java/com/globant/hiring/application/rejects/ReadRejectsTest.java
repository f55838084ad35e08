package com.globant.hiring.application.rejects;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.application.rejects.ReadRejects.Page;
import com.globant.hiring.application.rejects.ReadRejects.RejectedRow;
import com.globant.hiring.application.rejects.ReadRejects.Wanted;
import com.globant.hiring.domain.report.HiringTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadRejectsTest {
  private static final String FILE =
      """
      line,column,code,message,raw\r
      2,id,invalid_integer,id is no number,"x,bad"\r
      3,,too_few_fields,"one field, not two","a ""quoted"" one\r
      and more"\r
      7,job,too_long,ñ,""\r
      9,id,required,id is empty,",b"\r
      """;

  private final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final Workers copiers = new Workers("copy-test", 1);
  private final ReadRejects rejects = new ReadRejects(copiers, spools, store);
  private final LoadRecord load =
      new LoadRecord(
          1,
          new LoadSubmission(
              "id", request(HiringTables.JOBS).append().build(), null, "request", null),
          LoadStatus.FAILED,
          Loads.result(RowCounts.NONE),
          null,
          Instant.EPOCH,
          null);

  @TempDir private Path directory;

  @BeforeEach
  void store() throws IOException {
    store(FILE);
  }

  private void store(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("rejects.csv"), content);
    await(store.put(load.submission().rejectsKey(), "rejects.csv", new CsvFile(file, 4, "", 1)));
  }

  @AfterEach
  void close() {
    copiers.close();
    assertThat(spools.open()).isZero();
  }

  private Page page(long after, int limit) {
    return await(rejects.page(load, new Wanted(after, limit, null, null)));
  }

  @Test
  void storedFileIsLinkedAndACopyOnlyMadeForEscapedFormulas() {
    assertThat(store.read(await(rejects.link(load, false)).url()))
        .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo(FILE));
    assertThat(store.files()).hasSize(1);
    assertThat(store.read(await(rejects.link(load, true)).url())).isPresent();
    assertThat(store.files()).containsOnlyKeys("rejects/id.csv", "rejects/id-escaped.csv");
  }

  @Test
  void fileIsCopiedToLocalDisk() throws Exception {
    try (CsvSpool copy = await(rejects.copy(load, false))) {
      assertThat(Files.readString(copy.finish().path())).startsWith(FILE);
    }
  }

  @Test
  void pageHasTheRowsAsTheyAreInTheBody() {
    Page page = page(0, 10);

    assertThat(page.next()).isNull();
    assertThat(page.rows())
        .containsExactly(
            new RejectedRow(null, 2, "id", "invalid_integer", "id is no number", "x,bad"),
            new RejectedRow(
                null,
                3,
                null,
                "too_few_fields",
                "one field, not two",
                "a \"quoted\" one\r\nand more"),
            new RejectedRow(null, 7, "job", "too_long", "ñ", ""),
            new RejectedRow(null, 9, "id", "required", "id is empty", ",b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void pagesFollowEachOtherWithoutGapsAndRepetitions(int limit) {
    List<Long> lines = new ArrayList<>();
    Long after = 0L;
    while (after != null) {
      Page page = page(after, limit);
      assertThat(page.rows()).hasSizeBetween(1, limit);
      page.rows().forEach(row -> lines.add(row.line()));
      after = page.next();
    }

    assertThat(lines).containsExactly(2L, 3L, 7L, 9L);
  }

  @Test
  void onlyRowsOfACodeOrAColumn() {
    Page required = await(rejects.page(load, new Wanted(0, 10, "required", null)));
    Page first = await(rejects.page(load, new Wanted(0, 1, null, "id")));
    Page second = await(rejects.page(load, new Wanted(next(first), 1, null, "id")));

    assertThat(required.rows()).extracting(RejectedRow::line).containsExactly(9L);
    assertThat(first.rows()).extracting(RejectedRow::line).containsExactly(2L);
    assertThat(second.rows()).extracting(RejectedRow::line).containsExactly(9L);
  }

  private static long next(Page page) {
    Long next = page.next();
    assertThat(next).isNotNull();
    return next == null ? 0 : next;
  }

  @Test
  void longRowsMakeShortPages() throws Exception {
    String row = "5,job,too_long,long,%s\r\n".formatted("x".repeat(600_000));
    store("line,column,code,message,raw\r\n" + row.repeat(5));

    assertThat(page(0, 10).rows()).hasSize(2);
  }

  @Test
  void whatDoesNotBeginARowIsRefused() {
    assertThatThrownBy(() -> page(31, 10))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_PARAMETER));
    assertThat(page(100_000, 10)).isEqualTo(new Page(List.of(), null));
  }
}
