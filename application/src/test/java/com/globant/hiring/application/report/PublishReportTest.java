package com.globant.hiring.application.report;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.InMemoryTables;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.application.report.PublishReport.Kept;
import com.globant.hiring.application.report.PublishReport.Published;
import com.globant.hiring.application.report.PublishReport.Rendered;
import com.globant.hiring.application.report.PublishReport.Spooled;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublishReportTest {
  private static final String SCHEMA = "hiring";
  private static final Duration REUSE = Duration.ofHours(5);

  private final InMemoryTables tables = new InMemoryTables(SCHEMA);
  private final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final List<String> observed = new ArrayList<>();
  private final Workers workers = new Workers("report-test", 4);
  private final PublishReport publishReport = instance();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private PublishReport instance() {
    return new PublishReport(
        workers,
        tables,
        spools,
        store,
        (report, stored, elapsed) ->
            observed.add(report.reportName() + (stored ? " stored" : " computed")),
        SCHEMA,
        new SettableClock(),
        REUSE);
  }

  private final class SettableClock extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void oneHire() {
    Loads.replace(
        tables.recorded(),
        SCHEMA,
        HiringTables.DEPARTMENTS,
        List.of(row(1, 1, "Sales"), row(2, 2, "IT")));
    Loads.replace(tables.recorded(), SCHEMA, HiringTables.JOBS, List.of(row(1, 1, "Clerk")));
    Loads.replace(
        tables.recorded(),
        SCHEMA,
        HiringTables.HIRED_EMPLOYEES,
        List.of(row(1, 1, "Ada", LocalDateTime.parse("2021-05-01T00:00:00"), 1, 1)));
  }

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(spools.open()).isZero();
  }

  @Test
  void eachReportIsStoredUnderItsOwnKey() {
    Published one = await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));
    Published other = await(publishReport.publish(Report.HIRES_BY_QUARTER, 2022, false));

    assertThat(one.rows()).isEqualTo(1);
    assertThat(other.rows()).isZero();
    assertThat(text(one))
        .startsWith("department,job,Q1,Q2,Q3,Q4\r\n")
        .contains("Sales,Clerk,0,1,0,0");
    assertThat(text(other)).doesNotContain("Sales");
    assertThat(store.files().keySet())
        .hasSize(2)
        .anySatisfy(key -> assertThat(key).startsWith("reports/hires-by-quarter/2021/"))
        .anySatisfy(key -> assertThat(key).startsWith("reports/hires-by-quarter/2022/"));
  }

  @Test
  void formulasAreEscapedOnRequestAndNumbersStay() {
    Loads.replace(
        tables.recorded(),
        SCHEMA,
        HiringTables.DEPARTMENTS,
        List.of(row(1, -1, "=1+1"), row(2, 2, "Sales")));
    Loads.replace(
        tables.recorded(),
        SCHEMA,
        HiringTables.HIRED_EMPLOYEES,
        List.of(row(1, 1, "Ada", LocalDateTime.parse("2021-05-01T00:00:00"), -1, 1)));

    Published plain = await(publishReport.publish(Report.DEPARTMENTS_ABOVE_MEAN, 2021, false));
    Published escaped = await(publishReport.publish(Report.DEPARTMENTS_ABOVE_MEAN, 2021, true));

    assertThat(text(plain)).contains("-1,=1+1,1");
    assertThat(text(escaped)).contains("-1,'=1+1,1");
    assertThat(text(await(publishReport.publish(Report.DEPARTMENTS_ABOVE_MEAN, 2021, false))))
        .isEqualTo(text(plain));
    assertThat(text(await(publishReport.publish(Report.DEPARTMENTS_ABOVE_MEAN, 2021, true))))
        .isEqualTo(text(escaped));
    try (Rendered rendered = await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, true));
        Rendered asStored = await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false))) {
      assertThat(await(publishReport.unchanged(Report.HIRES_BY_QUARTER, 2021, true)))
          .hasValue(rendered.sha256());
      assertThat(await(publishReport.unchanged(Report.HIRES_BY_QUARTER, 2021, false)))
          .hasValue(asStored.sha256());
      assertThat(rendered.sha256()).isNotEqualTo(asStored.sha256());
    }
  }

  @Test
  void reportsOfADryRunAreOnItsHiresWithTheNamesOfTheTables() {
    LoadSubmission dryRun = submission("dry");
    HiresOfDryRun.store(
        spools,
        store,
        dryRun,
        Map.of(
            2020,
            List.of(new HireCount(1, 1, 7, 0, 0, 0)),
            2021,
            List.of(
                new HireCount(2, 1, 0, 5_000_000_000L, 0, 1),
                new HireCount(2, null, 1, 0, 0, 0),
                new HireCount(99, 1, 3, 0, 0, 0))));
    HiresOfDryRun.store(spools, store, submission("without"), Map.of());
    PublishReport ofDryRun = publishReport.ofDryRun(dryRun);

    assertThat(rendered(ofDryRun, Report.HIRES_BY_QUARTER))
        .isEqualTo("department,job,Q1,Q2,Q3,Q4\r\nIT,Clerk,0,5000000000,0,1\r\n");
    assertThat(text(await(ofDryRun.publish(Report.DEPARTMENTS_ABOVE_MEAN, 2021, false))))
        .isEqualTo("id,department,hired\r\n2,IT,5000000002\r\n");
    assertThat(text(await(ofDryRun.publish(Report.HIRES_BY_QUARTER, 2020, false))))
        .endsWith("Sales,Clerk,7,0,0,0\r\n");
    assertThat(
            rendered(publishReport.ofDryRun(submission("without")), Report.DEPARTMENTS_ABOVE_MEAN))
        .isEqualTo("id,department,hired\r\n");
    // Those on the tables stay what they are, also if they are cached.
    assertThat(rendered(publishReport, Report.HIRES_BY_QUARTER)).contains("Sales,Clerk,0,1,0,0");
    assertThat(rendered(publishReport.ofDryRun(dryRun), Report.HIRES_BY_QUARTER)).contains("IT,");
    assertThat(rendered(publishReport, Report.HIRES_BY_QUARTER)).contains("Sales,Clerk,0,1,0,0");
  }

  private static LoadSubmission submission(String loadId) {
    return new LoadSubmission(
        loadId,
        RequestBuilder.request(HiringTables.HIRED_EMPLOYEES).dryRun().build(),
        null,
        "request",
        null);
  }

  @Test
  void storedReportIsLinkedToAgainUntilALoad() {
    Published first = await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));
    Published second = await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));

    assertThat(second.rows()).isEqualTo(1);
    assertThat(second.link().url()).isNotEqualTo(first.link().url());
    assertThat(text(second)).isEqualTo(text(first));
    assertThat(store.files()).hasSize(1);
    assertThat(observed).containsExactly("hires-by-quarter computed", "hires-by-quarter stored");
  }

  @Test
  void reportIsComputedAgainAfterALoadByAnyInstance() {
    for (PublishReport asked : List.of(publishReport, instance(), publishReport)) {
      assertThat(text(await(asked.publish(Report.HIRES_BY_QUARTER, 2021, false))))
          .contains("Sales,");
    }
    Loads.replace(
        tables.recorded(), SCHEMA, HiringTables.DEPARTMENTS, List.of(row(1, 1, "Ventas")));

    assertThat(text(await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false))))
        .contains("Ventas,");
    assertThat(store.files()).hasSize(3);
  }

  @Test
  void reportThatMayHaveExpiredInTheStoreIsStoredAgain() {
    await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));
    now = now.plus(REUSE).minusNanos(1);
    await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));
    assertThat(store.files()).hasSize(1);

    now = now.plusNanos(1);
    await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));
    assertThat(store.files()).hasSize(2);
  }

  @Test
  void reportThatCouldNotBeStoredIsNotLinkedTo() {
    store.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away"));
    assertThatThrownBy(() -> await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false)))
        .isInstanceOf(Refused.class);
    await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false)).close();
    store.failWith(null);

    assertThat(text(await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false))))
        .contains("Sales,");
  }

  @Test
  void cacheIsBounded() {
    for (int year = 1000; year <= 2000; year++) {
      await(publishReport.publish(Report.HIRES_BY_QUARTER, year, false));
    }
    await(publishReport.publish(Report.HIRES_BY_QUARTER, 2000, false));
    assertThat(store.files()).hasSize(1001);

    await(publishReport.publish(Report.HIRES_BY_QUARTER, 1000, false));
    assertThat(store.files()).hasSize(1002);
  }

  @Test
  void unchangedReportIsRecognisedWithoutComputingIt() {
    assertThat(await(publishReport.unchanged(Report.HIRES_BY_QUARTER, 2021, false))).isEmpty();
    String sha256;
    try (Rendered rendered = await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false))) {
      sha256 = rendered.sha256();
    }
    assertThat(await(publishReport.unchanged(Report.HIRES_BY_QUARTER, 2021, false)))
        .hasValue(sha256);
    await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));
    await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false)).close();
    assertThat(await(publishReport.unchanged(Report.HIRES_BY_QUARTER, 2021, false)))
        .hasValue(sha256);
    await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));
    assertThat(store.files()).hasSize(1);

    Loads.replace(tables.recorded(), SCHEMA, HiringTables.JOBS, List.of(row(1, 1, "Scribe")));
    assertThat(await(publishReport.unchanged(Report.HIRES_BY_QUARTER, 2021, false))).isEmpty();
  }

  private String text(Published published) {
    return new String(store.read(published.link().url()).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void smallReportIsComputedOnceUntilALoad() {
    String first = rendered(publishReport, Report.DEPARTMENTS_ABOVE_MEAN);

    assertThat(first).startsWith("id,department,hired\r\n").contains("1,Sales,1");
    assertThat(rendered(publishReport, Report.DEPARTMENTS_ABOVE_MEAN)).isEqualTo(first);
    assertThat(rendered(publishReport, Report.DEPARTMENTS_ABOVE_MEAN)).isEqualTo(first);
    assertThat(spools.created()).isEqualTo(1);
    assertThat(observed)
        .containsExactly(
            "departments-above-mean computed",
            "departments-above-mean stored",
            "departments-above-mean stored");
  }

  @Test
  void readersOfACachedReportDoNotAffectEachOther() {
    await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false)).close();
    try (Kept one = (Kept) await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false));
        Kept other = (Kept) await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false))) {
      ByteBuffer read = one.content();
      read.position(read.limit());

      assertThat(other.sha256()).isEqualTo(one.sha256());
      assertThat(StandardCharsets.UTF_8.decode(other.content()).toString()).contains("Sales,");
      assertThat(one.content().isReadOnly()).isTrue();
    }
  }

  @Test
  void everyInstanceRendersEveryChange() {
    PublishReport other = instance();
    LocalDateTime datetime = LocalDateTime.parse("2021-01-01T00:00:00");
    assertRendered(other, "Sales,Clerk,0,1,0,0");

    load(
        HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.REJECT, row(1, 2, "Bob", datetime, 1, 1));
    assertRendered(other, "Sales,Clerk,1,1,0,0");
    load(
        HiringTables.HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE, row(1, 1, "Ada", datetime, 1, 1));
    assertRendered(other, "Sales,Clerk,2,0,0,0");
    load(
        HiringTables.HIRED_EMPLOYEES,
        false,
        DuplicateKeys.REJECT,
        row(1, 9, "Eve", datetime, 2, 1));
    assertRendered(other, "IT,Clerk,1,0,0,0");
    load(HiringTables.DEPARTMENTS, true, DuplicateKeys.UPDATE, row(1, 2, "Legal"));
    assertRendered(other, "Legal,Clerk,1,0,0,0");
    load(HiringTables.JOBS, false, DuplicateKeys.REJECT, row(1, 1, "Scribe"));
    assertRendered(other, "Legal,Scribe,1,0,0,0");
  }

  /** Each twice, so that the second is what was kept of the first. */
  private void assertRendered(PublishReport other, String line) {
    for (PublishReport asked : List.of(publishReport, other, publishReport, other)) {
      assertThat(rendered(asked, Report.HIRES_BY_QUARTER))
          .isEqualTo("department,job,Q1,Q2,Q3,Q4\r\n" + line + "\r\n");
    }
  }

  private void load(Table table, boolean append, DuplicateKeys duplicates, Row row) {
    LoadTransaction load =
        await(tables.recorded().begin(Loads.plan(SCHEMA, table, append, duplicates)));
    await(load.commit(Loads.result(await(load.write(List.of(row))))));
  }

  private static String rendered(PublishReport asked, Report report) {
    return text(await(asked.render(report, 2021, false)));
  }

  private static String text(Rendered rendered) {
    try (rendered) {
      return rendered instanceof Spooled spooled
          ? Files.readString(spooled.file().path())
          : StandardCharsets.UTF_8.decode(((Kept) rendered).content()).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void slowReadersHoldBoundedMemory() {
    rendered(publishReport, Report.HIRES_BY_QUARTER);
    List<Rendered> underWay = new ArrayList<>();
    long bytes = 0;
    Rendered next = await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false));
    while (next instanceof Kept kept) {
      underWay.add(kept);
      bytes += kept.content().remaining();
      next = await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false));
    }
    assertThat(bytes).isBetween(ReportCache.MOST_CONTENT - 100L, (long) ReportCache.MOST_CONTENT);
    assertThat(text(next)).contains("Sales,");

    underWay.remove(0).close();
    next = await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false));
    assertThat(next).isInstanceOf(Kept.class);
    underWay.add(next);
    underWay.forEach(Rendered::close);
  }

  @Test
  void reportRenderedLongAgoIsComputedAgain() {
    rendered(publishReport, Report.HIRES_BY_QUARTER);
    now = now.plus(REUSE);
    rendered(publishReport, Report.HIRES_BY_QUARTER);

    assertThat(spools.created()).isEqualTo(2);
  }

  @Test
  void reportIsCachedOnceAndStoredOnce() {
    Published first = await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));
    String content = rendered(publishReport, Report.HIRES_BY_QUARTER);
    Published second = await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false));

    assertThat(content).isEqualTo(text(first)).isEqualTo(text(second));
    assertThat(rendered(publishReport, Report.HIRES_BY_QUARTER)).isEqualTo(content);
    assertThat(store.files()).hasSize(1);
    assertThat(spools.created()).isEqualTo(2);
  }

  @Test
  void largeReportIsOnDiskUntilItIsClosed() {
    List<Row> departments = new ArrayList<>();
    List<Row> jobs = new ArrayList<>();
    List<Row> hires = new ArrayList<>();
    for (int id = 0; id < 2500; id++) {
      if (id < 50) {
        departments.add(row(id, id, "D".repeat(255)));
        jobs.add(row(id, id, "J".repeat(255)));
      }
      hires.add(row(id, id, "Ada", LocalDateTime.parse("2021-05-01T00:00:00"), id / 50, id % 50));
    }
    Loads.replace(tables.recorded(), SCHEMA, HiringTables.HIRED_EMPLOYEES, List.of());
    Loads.replace(tables.recorded(), SCHEMA, HiringTables.DEPARTMENTS, departments);
    Loads.replace(tables.recorded(), SCHEMA, HiringTables.JOBS, jobs);
    Loads.replace(tables.recorded(), SCHEMA, HiringTables.HIRED_EMPLOYEES, hires);

    Spooled one = (Spooled) await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false));
    Spooled other = (Spooled) await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false));
    assertThat(one.file().bytes()).isGreaterThan(ReportCache.LARGEST_CONTENT);
    assertThat(await(publishReport.unchanged(Report.HIRES_BY_QUARTER, 2021, false)))
        .hasValue(one.sha256());
    other.close();
    assertThat(one.file().path()).hasSize(one.file().bytes());
    one.close();
    assertThat(one.file().path()).doesNotExist();
  }

  @Test
  void emptyReportHasItsHeader() {
    assertThat(text(await(publishReport.render(Report.HIRES_BY_QUARTER, 1999, false))))
        .isEqualTo("department,job,Q1,Q2,Q3,Q4\r\n");
  }

  @Test
  void fullDiskIsReportedAndNothingIsLeftOnIt() {
    spools.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "disk full"));

    assertThatThrownBy(() -> await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false)))
        .hasMessage("disk full");
  }

  @Test
  void outagesOfDatabaseAndStoreAreReported() {
    store.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away"));
    assertThatThrownBy(() -> await(publishReport.publish(Report.HIRES_BY_QUARTER, 2021, false)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE));

    tables.setUnavailable(true);
    assertThatThrownBy(() -> await(publishReport.render(Report.HIRES_BY_QUARTER, 2021, false)))
        .isInstanceOf(Refused.class);
  }
}
