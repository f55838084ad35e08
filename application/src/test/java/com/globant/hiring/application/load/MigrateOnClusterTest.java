package com.globant.hiring.application.load;

import static com.globant.hiring.application.Blocking.await;
import static com.globant.hiring.application.record.LoadRecords.DRY_RUN_REJECTS_LIFETIME;
import static com.globant.hiring.application.record.Loads.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.Body;
import com.globant.hiring.application.body.InMemorySourceFiles;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.SourceFile;
import com.globant.hiring.application.bulk.BulkLoads;
import com.globant.hiring.application.bulk.BulkResult;
import com.globant.hiring.application.bulk.BulkResult.Refusal;
import com.globant.hiring.application.bulk.BulkRunState.Status;
import com.globant.hiring.application.bulk.InMemoryBulkEngine;
import com.globant.hiring.application.bulk.InMemoryBulkWork;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.LoadOutcome.Loaded;
import com.globant.hiring.application.load.LoadOutcome.NotLoaded;
import com.globant.hiring.application.load.MigrateCsv.OnCluster;
import com.globant.hiring.application.record.FilesRead;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads whose rows a job writes: the test does what the job would. */
class MigrateOnClusterTest {
  private static final String SCHEMA = "hiring";
  private static final String FOLDER = "s3://history/";
  private static final long AUTO_BYTES = 20;
  private static final Map<Integer, List<HireCount>> HIRES =
      Map.of(2021, List.of(new HireCount(1, null, 0, 2, 0, 0)));

  private final InMemoryTables tables = new InMemoryTables(SCHEMA);
  private final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final InMemorySourceFiles files = new InMemorySourceFiles(FOLDER);
  private final InMemoryBulkEngine engine = new InMemoryBulkEngine();
  private final InMemoryBulkWork work = new InMemoryBulkWork();
  private final Workers workers = new Workers("load-test", 4);
  private final String loadId = UUID.randomUUID().toString();
  private final MigrateCsv migrateCsv = instance();

  private MigrateCsv instance() {
    return instance(new OnCluster(new BulkLoads(engine, work, AUTO_BYTES, AUTO_BYTES), tables));
  }

  private MigrateCsv instance(@Nullable OnCluster cluster) {
    return new MigrateCsv(
        workers,
        tables.records(),
        tables,
        new ListRowReader(2, 1),
        spools,
        store,
        new InMemoryLoadObserver(),
        Duration.ofMillis(2),
        cluster);
  }

  @AfterEach
  void nothingIsLeft() {
    workers.close();
    assertThat(tables.underWay()).isZero();
    assertThat(tables.onCluster()).isEmpty();
    assertThat(spools.open()).isZero();
    assertThat(work.isEmpty()).isTrue();
  }

  private static LoadRequest request(LoadEngine engine, boolean dryRun) {
    return request(engine, HiringTables.DEPARTMENTS, true, dryRun);
  }

  private static LoadRequest request(
      LoadEngine engine, Table table, boolean append, boolean dryRun) {
    return RequestBuilder.request(table)
        .append(append)
        .source(FOLDER, engine)
        .dryRun(dryRun)
        .build();
  }

  private CompletableFuture<LoadOutcome> begin(LoadRequest request) {
    files.put(FOLDER + "a.csv", "1,Sales\n2,Legal\n");
    files.put(FOLDER + "b.csv", "x,bad\n");
    return migrateCsv
        .run(new LoadSubmission(loadId, request, null, "request", null), new Files())
        .toCompletableFuture();
  }

  /** As an adapter finds them. They are never opened. */
  private final class Files implements Body {
    @Override
    public List<SourceFile> find() {
      return files.find(FOLDER);
    }

    @Override
    public Opened open() {
      throw new AssertionError("the job reads the files");
    }

    @Override
    public void abandon() {}
  }

  private InMemoryBulkLoad started() {
    until("the run is started", () -> !engine.started().isEmpty());
    return tables.onCluster().get(0);
  }

  private void writeAndEnd(InMemoryBulkLoad load) {
    load.fill(List.of(Row.of("a.csv", 1, "1,Sales", 1, "Sales")));
    load.fill(List.of(Row.of("a.csv", 2, "2,Legal", 2, "Legal")));
    end(null);
  }

  private void end(@Nullable Refusal refusal) {
    work.refused(
        loadId,
        "refused/part-00001.csv",
        "s3://history/b.csv,1,id,invalid_integer,no number,\"x,bad\"\r\n");
    work.end(
        loadId,
        new BulkResult(
            refusal,
            new RowCounts(3, 2, 0, 0, 1, 0),
            22,
            List.of("refused/part-00001.csv"),
            List.of(),
            HIRES));
    engine.all(Status.SUCCEEDED, null);
  }

  private LoadRecord record() {
    return await(tables.records().find(loadId)).orElseThrow();
  }

  private void assertCommittedOnce() {
    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS).values().toString())
        .isEqualTo("[[1, Sales], [2, Legal]]");
    assertThat(tables.commits(SCHEMA)).containsOnlyKeys(loadId);
    assertThat(record().status()).isEqualTo(LoadStatus.COMMITTED);
  }

  @Test
  void rowsOfTheJobArePublishedWithItsCountsAndItsRefusedRows() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();
    assertThat(work.description(engine.started().get(0)).files())
        .extracting(SourceFile::name)
        .containsExactly(FOLDER + "a.csv", FOLDER + "b.csv");
    writeAndEnd(load);

    Loaded loaded = (Loaded) outcome.join();

    assertCommittedOnce();
    assertThat(loaded.rows()).isEqualTo(new RowCounts(3, 2, 0, 0, 1, 0));
    assertThat(loaded.result().files()).isEqualTo(new FilesRead(2, 2));
    assertThat(loaded.rejectsKept()).isEqualTo(1);
    assertThat(new String(store.files().get("rejects/" + loadId + ".csv"), UTF_8))
        .isEqualTo(
            "file,line,column,code,message,raw\r\ns3://history/b.csv,1,id,invalid_integer,no number,\"x,bad\"\r\n");
    assertThat(loaded.result().run()).isNotNull();
  }

  @Test
  void dryRunHasNoTarget() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, true));
    started();
    assertThat(work.description(engine.started().get(0)).target()).isNull();
    end(null);

    assertThat(outcome.join().rows().inserted()).isEqualTo(2);

    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS)).isEmpty();
    assertThat(record().status()).isEqualTo(LoadStatus.VALIDATED);
  }

  @Test
  void hiresOfADryRunAreStoredForItsReportsForADay() {
    CompletableFuture<LoadOutcome> outcome =
        begin(request(LoadEngine.SPARK, HiringTables.HIRED_EMPLOYEES, false, true));
    started();
    end(null);
    outcome.join();

    LoadRecord load = record();
    Instant end = Objects.requireNonNull(load.endedAt());
    assertThat(load.hasReports(end.plus(DRY_RUN_REJECTS_LIFETIME).minusNanos(1))).isTrue();
    assertThat(load.hasReports(end.plus(DRY_RUN_REJECTS_LIFETIME))).isFalse();
    assertThat(new String(store.files().get("reports/dry-run/" + loadId + ".csv"), UTF_8))
        .isEqualTo("year,department_id,job_id,q1,q2,q3,q4\r\n2021,1,,0,2,0,0\r\n");
  }

  @ParameterizedTest
  @CsvSource({"departments,false,true", "hired_employees,true,true", "hired_employees,false,false"})
  void otherLoadsHaveNoReports(String table, boolean append, boolean dryRun) {
    CompletableFuture<LoadOutcome> outcome =
        begin(request(LoadEngine.SPARK, HiringTables.named(table).orElseThrow(), append, dryRun));
    started();
    end(null);
    outcome.join();

    assertThat(record().status()).isEqualTo(dryRun ? LoadStatus.VALIDATED : LoadStatus.COMMITTED);
    assertThat(record().hasReports(Instant.EPOCH)).isFalse();
    assertThat(store.files().keySet()).noneMatch(key -> key.startsWith("reports/"));
  }

  @Test
  void dryRunWhoseHiresCannotBeStoredFails() {
    CompletableFuture<LoadOutcome> outcome =
        begin(request(LoadEngine.SPARK, HiringTables.HIRED_EMPLOYEES, false, true));
    started();
    store.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away"));
    end(null);

    assertThat(((NotLoaded) outcome.join()).code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE);
    assertThat(record().status()).isEqualTo(LoadStatus.FAILED);
    assertThat(record().hasReports(Instant.EPOCH)).isFalse();
  }

  @Test
  void refusalOfTheJobIsThatOfTheLoad() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    started();
    end(new Refusal(RefusalCode.NO_ROWS_ACCEPTED, "none of the rows"));

    NotLoaded refused = (NotLoaded) outcome.join();

    assertThat(refused.code()).isEqualTo(RefusalCode.NO_ROWS_ACCEPTED);
    assertThat(refused.rejectsKept()).isEqualTo(1);
    assertThat(record().status()).isEqualTo(LoadStatus.FAILED);
  }

  @Test
  void runThatFailsEndsTheLoadWithWhatTheEngineSays() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    started().fill(List.of(Row.of("a.csv", 1, "1,Sales", 1, "Sales")));
    engine.all(Status.FAILED, "no memory");

    NotLoaded failed = (NotLoaded) outcome.join();

    assertThat(failed.code()).isEqualTo(RefusalCode.BULK_RUN_FAILED);
    assertThat(failed.detail()).contains("in-memory", "no memory");
    assertThat(tables.rows(SCHEMA, HiringTables.DEPARTMENTS)).isEmpty();
  }

  @Test
  void cancelledLoadCancelsItsRun() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    started();

    assertThat(await(tables.records().requestCancel(loadId))).isTrue();

    assertThat(((NotLoaded) outcome.join()).code()).isEqualTo(RefusalCode.CANCELLED);
    assertThat(record().status()).isEqualTo(LoadStatus.CANCELLED);
    assertThat(engine.started()).hasSize(1);
  }

  @Test
  void drainedInstanceLeavesTheRunToTheNextOne() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();
    migrateCsv.drain();
    assertThat(((NotLoaded) outcome.join()).code()).isEqualTo(RefusalCode.DRAINING);
    assertThat(record().status()).isEqualTo(LoadStatus.RUNNING);
    MigrateCsv next = instance();
    assertThat(await(next.abandoned())).containsExactly(loadId);

    CompletableFuture<LoadOutcome> continued = next.resume(loadId).toCompletableFuture();
    writeAndEnd(load);

    assertThat(continued.join()).isInstanceOf(Loaded.class);
    assertCommittedOnce();
    assertThat(engine.started()).hasSize(1);
  }

  @Test
  void runThatTheNextInstanceDoesNotFindIsStartedAgain() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();
    load.lose();
    assertThat(((NotLoaded) outcome.join()).code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
    engine.forget();

    CompletableFuture<LoadOutcome> continued = migrateCsv.resume(loadId).toCompletableFuture();
    until("the run is started again", () -> engine.started().size() == 2);
    writeAndEnd(load);

    assertThat(continued.join()).isInstanceOf(Loaded.class);
    assertCommittedOnce();
  }

  @Test
  void runIsNotedLaterIfThatOfTheDeadInstanceStillWritesAPart() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();
    until("the run is noted", () -> load.progress().run().id() != null);
    String first = Objects.requireNonNull(load.progress().run().id());
    load.lose();
    outcome.join();
    engine.forget();
    load.writePart();

    CompletableFuture<LoadOutcome> continued = migrateCsv.resume(loadId).toCompletableFuture();
    until(
        "the new run is noted",
        () -> !load.isAbandoned() && !first.equals(load.progress().run().id()));
    writeAndEnd(load);

    assertThat(continued.join()).isInstanceOf(Loaded.class);
    assertThat(engine.started()).hasSize(2);
    assertCommittedOnce();
  }

  @Test
  void loadThatLosesItsConnectionWhenItIsPublishedIsContinuedWithoutAnotherRun() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();
    load.loseAtCommit();
    writeAndEnd(load);
    assertThat(((NotLoaded) outcome.join()).code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
    assertThat(record().status()).isEqualTo(LoadStatus.RUNNING);

    CompletableFuture<LoadOutcome> continued = migrateCsv.resume(loadId).toCompletableFuture();

    assertThat(continued.join()).isInstanceOf(Loaded.class);
    assertThat(engine.started()).hasSize(1);
    assertCommittedOnce();
  }

  @Test
  void loadThatTheDatabaseRefusesToPublishFails() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();
    load.refuseCommit();
    writeAndEnd(load);

    assertThat(((NotLoaded) outcome.join()).code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);

    assertThat(record().status()).isEqualTo(LoadStatus.FAILED);
  }

  @Test
  void drainWaitsForLoadsThatTheInstanceHasContinued() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();
    load.lose();
    outcome.join();
    MigrateCsv next = instance();
    CompletableFuture<LoadOutcome> continued = next.resume(loadId).toCompletableFuture();
    until("the load is continued", () -> !load.isAbandoned());

    next.drain().toCompletableFuture().join();

    assertThat(((NotLoaded) continued.join()).code()).isEqualTo(RefusalCode.DRAINING);
    assertThat(await(next.abandoned())).isEmpty();
    assertThatThrownBy(() -> await(next.resume(loadId)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.DRAINING));
    assertThat(await(migrateCsv.abandoned())).containsExactly(loadId);
    writeAndEnd(load);
    await(migrateCsv.resume(loadId));
    assertCommittedOnce();
  }

  @Test
  void loadThatAnInstanceHoldsIsNotContinuedByAnother() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();

    assertThat(await(migrateCsv.abandoned())).isEmpty();
    assertThatThrownBy(() -> await(instance().resume(loadId)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.TABLE_BUSY));

    writeAndEnd(load);
    assertThat(outcome.join()).isInstanceOf(Loaded.class);
  }

  @Test
  void loadIsLeftToItsOwnInstanceUntilItHasEndedThere() {
    CompletableFuture<LoadOutcome> outcome = begin(request(LoadEngine.SPARK, false));
    InMemoryBulkLoad load = started();
    CompletableFuture<Void> release = load.holdRelease();
    load.lose();

    assertThat(await(instance().abandoned())).containsExactly(loadId);
    assertThat(await(migrateCsv.abandoned())).isEmpty();
    assertThatThrownBy(() -> await(migrateCsv.resume(loadId)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(RefusalCode.TABLE_BUSY));

    release.complete(null);
    outcome.join();
    assertThat(await(migrateCsv.abandoned())).containsExactly(loadId);
    writeAndEnd(load);
    await(migrateCsv.resume(loadId));
    assertCommittedOnce();
  }

  @Test
  void sparkWithoutAClusterIsRefused() {
    assertThatThrownBy(() -> instance(null).requireEngine(request(LoadEngine.SPARK, false)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.INVALID_PARAMETER);
              assertThat(refused.detail()).contains("bulk.engine");
            });
  }
}
