package com.globant.hiring.application.record;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.Workers;
import com.globant.hiring.application.body.ListRowReader;
import com.globant.hiring.application.body.ScriptedBody;
import com.globant.hiring.application.body.TextBody;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.load.InMemoryLoadObserver;
import com.globant.hiring.application.load.InMemoryTables;
import com.globant.hiring.application.load.LoadOutcome;
import com.globant.hiring.application.load.MigrateCsv;
import com.globant.hiring.domain.report.HiringTables;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancelLoadTest {
  private static final Duration OFTEN = Duration.ofMillis(5);

  private final InMemoryTables tables = new InMemoryTables("hiring");
  private final InMemoryLoadRecords records = tables.records();
  private final CancelLoad cancelLoad = new CancelLoad(records, OFTEN);
  private final Workers workers = new Workers("load-test", 4);
  private final MigrateCsv migrateCsv =
      new MigrateCsv(
          workers,
          records,
          tables,
          new ListRowReader(3),
          new InMemoryCsvSpools(),
          new InMemoryReportStore(),
          new InMemoryLoadObserver(),
          OFTEN,
          null);
  private final LoadSubmission load = Loads.submission(request(HiringTables.DEPARTMENTS).build());

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void cancelOfARunningLoadIsAnsweredAfterItsRollback() {
    ScriptedBody stalled = ScriptedBody.csv("1,Sales\n").thenStalls();
    CompletionStage<LoadOutcome> running = migrateCsv.run(load, stalled);
    stalled.awaitStalled();

    LoadRecord ended = await(cancelLoad.run(load.loadId()));

    assertThat(ended.status()).isEqualTo(LoadStatus.CANCELLED);
    assertThat(ended.endedAt()).isNotNull();
    assertThat(tables.underWay()).isZero();
    assertThat(tables.rows("hiring", HiringTables.DEPARTMENTS)).isEmpty();
    assertThat(await(running)).isInstanceOf(LoadOutcome.NotLoaded.class);
  }

  @Test
  void cancelGivesTheRecordOfALoadThatFailedFirst() {
    await(records.open(load));
    CompletionStage<LoadRecord> cancelling = cancelLoad.run(load.loadId());

    await(records.ended(load.loadId(), LoadStatus.ABORTED, Loads.result(RowCounts.NONE), null));

    assertThat(await(cancelling).status()).isEqualTo(LoadStatus.ABORTED);
  }

  @Test
  void loadThatSucceedsFirstCannotBeCancelled() {
    await(records.open(load));
    CompletionStage<LoadRecord> cancelling = cancelLoad.run(load.loadId());

    await(records.ended(load.loadId(), LoadStatus.VALIDATED, Loads.result(RowCounts.NONE), null));

    assertRefused(cancelling, RefusalCode.LOAD_ENDED, "validated");
  }

  @Test
  void endedLoadCannotBeCancelled() {
    await(migrateCsv.run(load, new TextBody("1,Sales\n")));

    assertRefused(cancelLoad.run(load.loadId()), RefusalCode.LOAD_ENDED, "committed");
    assertThat(tables.rows("hiring", HiringTables.DEPARTMENTS)).hasSize(1);
  }

  @Test
  void unknownLoadCannotBeCancelled() {
    assertRefused(cancelLoad.run("nobody"), RefusalCode.UNKNOWN_LOAD, "nobody");
  }

  @Test
  void unavailableDatabaseIsReported() {
    records.setUnavailable(true);

    assertRefused(cancelLoad.run("any"), RefusalCode.DATABASE_UNAVAILABLE, "");
  }

  private static void assertRefused(
      CompletionStage<LoadRecord> cancelling, RefusalCode code, String detail) {
    assertThatThrownBy(() -> await(cancelling))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.detail()).contains(detail);
            });
  }
}
