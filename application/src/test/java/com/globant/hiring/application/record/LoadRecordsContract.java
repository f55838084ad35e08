package com.globant.hiring.application.record;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.HeaderLine;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.record.LoadRecord.Problem;
import com.globant.hiring.application.record.LoadRecords.Admitted;
import com.globant.hiring.application.record.LoadRecords.Held;
import com.globant.hiring.application.record.LoadRecords.Standing;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.ColumnMapping;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRejected;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What every implementation of {@link LoadRecords} keeps. */
public abstract class LoadRecordsContract {
  private static final Problem PROBLEM = new Problem("too_many_errors", "line 3: ‘x’ is no id");

  /** The records under test. */
  protected abstract LoadRecords records();

  /** The transactions that turn them to committed. */
  protected abstract LoadTransactions transactions();

  /** A schema that this test has for itself. */
  protected abstract String schema();

  /** Ends a load that has begun as the death of its instance does. */
  protected abstract void crash(String loadId, LoadTransaction load);

  @Test
  void openedLoadIsRecordedAsRunning() {
    LoadSubmission load = submission(parameters(), "ana", "key 1");
    Instant before = Instant.now();

    assertThat(await(records().open(load))).isEqualTo(new Admitted());

    LoadRecord kept = found(load);
    assertThat(kept.submission()).isEqualTo(load);
    assertThat(kept.status()).isEqualTo(LoadStatus.RUNNING);
    assertThat(kept.result().rows()).isEqualTo(RowCounts.NONE);
    assertThat(kept.problem()).isNull();
    assertThat(kept.startedAt()).isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
    assertThat(kept.endedAt()).isNull();
  }

  @Test
  void loadThatWasNeverOpenedIsNotFound() {
    assertThat(await(records().find("nothing"))).isEmpty();
    assertThat(await(records().requestCancel("nothing"))).isFalse();
  }

  @Test
  void progressIsSeenWhileTheLoadRuns() {
    LoadSubmission load = opened(null);
    LoadTransaction begun = begun(load);
    RowCounts rows = new RowCounts(10, 5, 1, 1, 3, 2);

    assertThat(await(records().progressed(load.loadId(), rows, 1234, new FilesRead(2, 1000))))
        .isEqualTo(Standing.MAY_GO_ON);

    assertThat(found(load).result().rows()).isEqualTo(rows);
    assertThat(found(load).result().bytes()).isEqualTo(1234);
    assertThat(found(load).result().files()).isEqualTo(new FilesRead(2, 1000));
    await(begun.rollback());
  }

  @Test
  void commitIsRecordedWithItsWholeResult() {
    LoadSubmission load = opened(null);
    LoadTransaction begun = begun(load);
    await(begun.write(List.of(row(1, 1, "Sales"))));
    LoadResult result = result();
    assertThat(found(load).status()).isEqualTo(LoadStatus.RUNNING);

    await(begun.commit(result));

    LoadRecord kept = found(load);
    assertThat(kept.status()).isEqualTo(LoadStatus.COMMITTED);
    assertThat(kept.result()).isEqualTo(result);
    assertThat(kept.problem()).isNull();
    assertThat(kept.endedAt()).isAfterOrEqualTo(kept.startedAt());
  }

  @ParameterizedTest
  @EnumSource(
      value = LoadStatus.class,
      mode = Mode.EXCLUDE,
      names = {"RUNNING", "COMMITTED"})
  void endWithoutRowsIsRecorded(LoadStatus status) {
    LoadSubmission load = opened(null);
    await(begun(load).rollback());
    Problem problem = status == LoadStatus.VALIDATED ? null : PROBLEM;

    await(records().ended(load.loadId(), status, result(), problem));

    LoadRecord kept = found(load);
    assertThat(kept.status()).isEqualTo(status);
    assertThat(kept.result()).isEqualTo(result());
    assertThat(kept.problem()).isEqualTo(problem);
    assertThat(kept.endedAt()).isNotNull();
  }

  @Test
  void deletedRejectsAreRecordedAsNotStored() {
    LoadSubmission load = committed(null);
    assertThat(found(load).result().rejectsStored()).isTrue();

    await(records().rejectsDeleted(List.of(load.loadId(), "unknown")));

    assertThat(found(load).result().rejectsStored()).isFalse();
    assertThat(found(load).result().rejectsKept()).isEqualTo(result().rejectsKept());
    assertThat(await(records().expiredRejects(10))).doesNotContain(load.loadId());
  }

  @Test
  void committedLoadStaysCommitted() {
    LoadSubmission load = committed(null);

    await(records().ended(load.loadId(), LoadStatus.FAILED, result(), PROBLEM));
    await(records().progressed(load.loadId(), RowCounts.NONE, 0, null));

    assertThat(found(load).status()).isEqualTo(LoadStatus.COMMITTED);
    assertThat(found(load).problem()).isNull();
  }

  @Test
  void loadWithoutARunningRecordDoesNotBegin() {
    LoadSubmission unknown = submission(parameters(), null, null);
    LoadSubmission ended = opened(null);
    await(records().ended(ended.loadId(), LoadStatus.ABORTED, result(), PROBLEM));

    for (LoadSubmission load : List.of(unknown, ended)) {
      assertThatThrownBy(() -> begun(load))
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.ABORTED));
    }
  }

  @Test
  void cancelledLoadDoesNotCommit() {
    LoadSubmission load = opened(null);
    LoadTransaction begun = begun(load);
    await(begun.write(List.of(row(1, 1, "Sales"))));

    assertThat(await(records().requestCancel(load.loadId()))).isTrue();

    assertThat(await(records().progressed(load.loadId(), RowCounts.NONE, 0, null)))
        .isEqualTo(Standing.CANCEL_REQUESTED);
    assertThatThrownBy(() -> await(begun.commit(result())))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.code()).isEqualTo(RefusalCode.CANCELLED));
    await(begun.rollback());
    await(records().ended(load.loadId(), LoadStatus.CANCELLED, result(), PROBLEM));
    assertThat(found(load).status()).isEqualTo(LoadStatus.CANCELLED);
  }

  @Test
  void endedLoadIsNotCancelled() {
    LoadSubmission load = committed(null);

    assertThat(await(records().requestCancel(load.loadId()))).isFalse();
    assertThat(found(load).status()).isEqualTo(LoadStatus.COMMITTED);
  }

  @Test
  void keyOfARunningLoadIsHeld() {
    LoadSubmission first = opened("key");
    LoadTransaction begun = begun(first);
    LoadSubmission second = submission(parameters(), null, "key");

    assertThat(await(records().open(second)))
        .isInstanceOfSatisfying(
            Held.class, held -> assertThat(held.load().loadId()).isEqualTo(first.loadId()));

    assertThat(await(records().find(second.loadId()))).isEmpty();
    await(begun.rollback());
  }

  @Test
  void keyOfACommittedLoadIsHeldWithItsResult() {
    LoadSubmission first = committed("key");

    assertThat(await(records().open(submission(parameters(), null, "key"))))
        .isEqualTo(new Held(found(first)));
  }

  @ParameterizedTest
  @EnumSource(
      value = LoadStatus.class,
      names = {"FAILED", "ABORTED", "CANCELLED"})
  void keyOfAFailedLoadBelongsToTheNextOne(LoadStatus status) {
    LoadSubmission first = opened("key");
    await(records().ended(first.loadId(), status, result(), PROBLEM));
    LoadSubmission second = submission(parameters(), null, "key");

    assertThat(await(records().open(second))).isEqualTo(new Admitted());

    LoadTransaction begun = begun(second);
    assertThat(await(records().open(submission(parameters(), null, "key"))))
        .isInstanceOfSatisfying(
            Held.class, held -> assertThat(held.load().loadId()).isEqualTo(second.loadId()));
    await(begun.rollback());
  }

  @Test
  void keysDifferByClientAndByCase() {
    committed("key");

    for (LoadSubmission other :
        List.of(
            submission(parameters(), "ana", "key"),
            submission(parameters(), "Ana", "key"),
            submission(parameters(), null, "KEY"),
            submission(parameters(), null, null))) {
      assertThat(await(records().open(other))).isEqualTo(new Admitted());
    }
  }

  @Test
  void recordsComeNewestFirstInPages() {
    LoadSubmission first = committed(null);
    LoadSubmission second = opened(null);
    await(records().ended(second.loadId(), LoadStatus.FAILED, result(), PROBLEM));
    LoadSubmission third = committed(null);

    List<LoadRecord> newest = await(records().newest(LoadRecords.Filter.ALL, Long.MAX_VALUE, 2));
    assertThat(newest)
        .extracting(LoadRecord::loadId)
        .containsExactly(third.loadId(), second.loadId());
    assertThat(await(records().newest(LoadRecords.Filter.ALL, newest.get(1).sequence(), 1)))
        .extracting(LoadRecord::loadId)
        .containsExactly(first.loadId());
    assertThat(
            await(
                records()
                    .newest(
                        new LoadRecords.Filter(schema(), "departments", LoadStatus.FAILED),
                        Long.MAX_VALUE,
                        1)))
        .extracting(LoadRecord::loadId)
        .containsExactly(second.loadId());
    assertThat(
            await(
                records()
                    .newest(
                        new LoadRecords.Filter(null, "jobs", null), found(third).sequence(), 9)))
        .extracting(LoadRecord::loadId)
        .doesNotContain(first.loadId(), second.loadId());
    assertThat(
            await(
                records()
                    .newest(new LoadRecords.Filter("elsewhere", null, null), Long.MAX_VALUE, 9)))
        .isEmpty();
  }

  @Test
  void keyOfALoadWhoseConnectionDiedIsFreeAgain() {
    LoadSubmission first = opened("key");
    crash(first.loadId(), begun(first));
    LoadSubmission second = submission(parameters(), null, "key");

    Loads.eventually(() -> assertThat(await(records().open(second))).isEqualTo(new Admitted()));

    LoadRecord dead = found(first);
    assertThat(dead.status()).isEqualTo(LoadStatus.ABORTED);
    assertThat(Optional.ofNullable(dead.problem())).map(Problem::code).hasValue("aborted");
    await(begun(second).rollback());
  }

  private LoadSubmission opened(@Nullable String key) {
    LoadSubmission load = submission(parameters(), null, key);
    assertThat(await(records().open(load))).isEqualTo(new Admitted());
    return load;
  }

  private LoadSubmission committed(@Nullable String key) {
    LoadSubmission load = opened(key);
    LoadTransaction begun = begun(load);
    await(begun.write(List.of(row(1, 1, "Sales"))));
    await(begun.commit(result()));
    return load;
  }

  private LoadTransaction begun(LoadSubmission load) {
    LoadRequest request = load.request();
    return await(
        transactions()
            .begin(
                new LoadPlan(
                    load.loadId(),
                    request.schema(),
                    request.table(),
                    request.append(),
                    request.duplicates(),
                    0)));
  }

  private LoadRecord found(LoadSubmission load) {
    return await(records().find(load.loadId())).orElseThrow();
  }

  private LoadRequest parameters() {
    return request(HiringTables.schema(schema()).table("departments").orElseThrow())
        .schema(schema())
        .append()
        .source("s3://history/año 2021+%2B/\uD83D\uDE80/", LoadEngine.SPARK)
        .header(HeaderLine.ABSENT)
        .delimiter(Delimiter.TAB)
        .columns(ColumnMapping.parse("Nr:id,Area\\: all:department,-"))
        .missing(MissingValues.REJECT)
        .abortOnError()
        .maxErrors(17)
        .duplicates(DuplicateKeys.IGNORE)
        .build();
  }

  private static LoadResult result() {
    return new LoadResult(
        new RowCounts(4, 1, 0, 1, 2, 1),
        99,
        new FilesRead(7, 7),
        "ab".repeat(32),
        41,
        List.of(
            RowRejected.duplicateKey(row(3, 1, "x"), HiringTables.DEPARTMENTS).withoutRaw(),
            RowRejected.duplicateKey(
                    Row.of("s3://history/ñ 🚀.csv", 4, "", 7, "ñ \" \\ 🚀"),
                    HiringTables.DEPARTMENTS)
                .withoutRaw()),
        true,
        1,
        new BulkRun("spark-submit", "4711@2026-11-30T01:02:03Z", null, 0, null));
  }

  private static LoadSubmission submission(
      LoadRequest request, @Nullable String client, @Nullable String key) {
    return new LoadSubmission(UUID.randomUUID().toString(), request, client, "request 1", key);
  }
}
