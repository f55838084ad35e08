package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.RecordedTransactions;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.FaultyNetwork.Fate;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.load.MySqlLoadTransactions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections of large loads break at every step of their commit. */
class LostShadowIT {
  private static final RowCounts COUNTS = new RowCounts(2, 2, 0, 0, 0, 0);
  private static final LoadResult RESULT = Loads.result(COUNTS);

  @RegisterExtension static final TestSchema schema = new TestSchema();
  private FaultyNetwork network;
  private MySqlAdapter adapter;

  @BeforeEach
  void connect() {
    Loads.replace(
        TestSchema.recorded(schema.adapter),
        schema.name,
        HIRED_EMPLOYEES,
        List.of(row(1, 1, "before", null, null, null)));
    network = new FaultyNetwork();
    adapter = MySqlAdapter.openIdle(schema.vertx, network.through(schema.settings));
  }

  /** Whatever the fault has left is taken away by whoever looks for the dead. */
  @AfterEach
  void nothingIsLeft() {
    network.close();
    await(adapter.close());
    await(TestSchema.beginWhenFree(schema.adapter, plan()).rollback());
    Loads.eventually(
        () -> {
          assertThat(
                  schema.queried(
                      "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '%s' AND table_name LIKE 'hired\\_employees\\_%%'"
                          .formatted(schema.name)))
              .isEqualTo("0");
          assertThat(schema.queried("SELECT COUNT(*) FROM " + schema.service + ".shadow_loads"))
              .isEqualTo("0");
        });
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RENAME, STATEMENT_LOST",
    "RENAME, BOTH_LOST",
    "COMMIT, STATEMENT_LOST",
    "COMMIT, ANSWER_LOST"
  })
  void aLostStatementOfTheCommitIsToldAsItIs(String statement, Fate fate) {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt(statement, fate);

    assertToldAsItIs(plan, load);
  }

  @Test
  void aRenameWhoseAnswerIsLostIsFoundDone() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt("RENAME", Fate.ANSWER_LOST);

    await(load.commit(RESULT));

    assertCommitted(plan);
    await(load.rollback());
    assertCommitted(plan);
  }

  @Test
  void aRenameThatIsLostIsFoundNotDone() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt("RENAME", Fate.STATEMENT_LOST);

    assertRefused(RefusalCode.DATABASE_UNAVAILABLE, load.commit(RESULT));
    await(load.rollback());

    assertNotCommitted(plan);
  }

  @Test
  void aRenameThatIsRefusedIsDoneByCopying() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.refuse("RENAME", 1142);

    await(load.commit(RESULT));

    assertCommitted(plan);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"STATEMENT_LOST", "ANSWER_LOST", "BOTH_LOST"})
  void theRecordOfATableThatTookThePlaceIsWrittenWhateverBecomesOfItsCommit(Fate fate) {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAtNext("RENAME", "COMMIT", fate);

    await(load.commit(RESULT));

    assertCommitted(plan);
  }

  @Test
  void aTableDoesNotTakeThePlaceWhenTheLocksAreLost() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAtNext("COMMIT", "DO 0", Fate.STATEMENT_LOST);

    assertRefused(RefusalCode.DATABASE_UNAVAILABLE, load.commit(RESULT));
    await(load.rollback());

    assertNotCommitted(plan);
  }

  @Test
  void anOutcomeThatCannotBeFoundOutIsSettledByAnother() {
    await(adapter.close());
    adapter =
        MySqlAdapter.openIdle(
            schema.vertx, network.through(schema.settings, Duration.ofMillis(300)));
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAtNext("RENAME", "COMMIT", Fate.STATEMENT_LOST);
    network.thenTurnAway(Integer.MAX_VALUE);

    assertThatThrownBy(() -> await(load.commit(RESULT)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.detail()).contains("unknown"));
    await(load.rollback());
    network.close();

    Loads.eventually(() -> assertCommitted(plan));
  }

  @Test
  void aTableThatIsNotDroppedAtOnceIsDroppedLater() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAtNext("RENAME", "DROP", Fate.STATEMENT_LOST);

    await(load.commit(RESULT));

    assertCommitted(plan);
  }

  @ParameterizedTest
  @CsvSource({"1, STATEMENT_LOST", "9, ANSWER_LOST", "30, BOTH_LOST"})
  void everyWriteUnderWayIsToldOfALostConnection(int executions, Fate fate) {
    await(adapter.close());
    adapter =
        MySqlAdapter.openIdle(
            schema.vertx, network.through(TestDatabase.withoutLocalInfile(schema.settings)));
    LoadPlan plan = plan();
    LoadTransaction load = await(TestSchema.recorded(adapter).begin(plan));
    network.failAfterExecutions(executions, fate);

    List<CompletionStage<Written>> writes =
        IntStream.range(0, 4)
            .mapToObj(
                batch ->
                    load.write(
                        IntStream.range(0, 1000)
                            .<Row>mapToObj(i -> row(i, batch * 1000 + i, "x", null, null, null))
                            .toList()))
            .toList();

    assertThat(writes.stream().filter(write -> !succeeds(write)).count()).isPositive();
    assertRefused(
        RefusalCode.DATABASE_UNAVAILABLE, load.write(List.of(row(1, -1, "x", null, null, null))));
    assertRefused(RefusalCode.DATABASE_UNAVAILABLE, load.commit(RESULT));
    await(load.rollback());
    assertNotCommitted(plan);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE TABLE, STATEMENT_LOST",
    "CREATE TABLE, ANSWER_LOST",
    "SET NAMES, STATEMENT_LOST"
  })
  void aLoadWhoseTableCannotBeMadeIsWrittenInPlace(String statement, Fate fate) {
    LoadPlan plan = plan();
    // The load's own connection is there already.
    await(
        await(
                TestSchema.recorded(adapter)
                    .begin(Loads.plan(schema.name, HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE)))
            .rollback());
    network.failAt(statement, fate);
    LoadTransaction load = await(TestSchema.recorded(adapter).begin(plan));
    await(
        load.write(
            List.of(row(1, 2, "new", null, null, null), row(2, 3, "new", null, null, null))));
    await(load.commit(RESULT));

    assertCommitted(plan);
  }

  @Test
  void theConnectionsOfASlowLoadAreKeptAlive() throws InterruptedException {
    Connections connections = new Connections(schema.vertx, network.through(schema.settings));
    LoadTransaction load =
        await(
            new RecordedTransactions(
                    schema.adapter.loadRecords(),
                    new MySqlLoadTransactions(
                        schema.vertx,
                        connections,
                        schema.settings,
                        Duration.ofMillis(20),
                        DatabaseObserver.NONE))
                .begin(plan()));
    CountDownLatch spoken = network.watchFor("DO 0");

    assertThat(spoken.await(30, TimeUnit.SECONDS)).isTrue();
    await(load.rollback());
    TestSchema.await(connections.close());
  }

  private void assertToldAsItIs(LoadPlan plan, LoadTransaction load) {
    boolean committed = succeeds(load.commit(RESULT));
    await(load.rollback());
    if (committed) {
      assertCommitted(plan);
    } else {
      assertNotCommitted(plan);
    }
  }

  private static void assertCommitted(LoadPlan plan) {
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(2, 3);
    assertThat(schema.recorded(plan.loadId())).contains(COUNTS);
  }

  private static void assertNotCommitted(LoadPlan plan) {
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1);
    assertThat(schema.recorded(plan.loadId())).isEmpty();
  }

  private static LoadPlan plan() {
    return Loads.largePlan(schema.name, HIRED_EMPLOYEES, false, DuplicateKeys.REJECT);
  }

  /** A replace with two rows written. */
  private LoadTransaction written(LoadPlan plan) {
    LoadTransaction load =
        await(
            new RecordedTransactions(schema.adapter.loadRecords(), adapter.loadTransactions())
                .begin(plan));
    await(
        load.write(
            List.of(row(1, 2, "new", null, null, null), row(2, 3, "new", null, null, null))));
    return load;
  }

  private static boolean succeeds(CompletionStage<?> stage) {
    try {
      await(stage);
      return true;
    } catch (RuntimeException failure) {
      return false;
    }
  }

  private static void assertRefused(RefusalCode code, CompletionStage<?> stage) {
    assertThatThrownBy(() -> await(stage))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
