package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.mysql.TestSchema.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRecords.Standing;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.mysql.FaultyNetwork.Fate;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Stages;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever breaks, and whenever: the table is as before or as after, and the load knows which. */
class LostConnectionIT extends BrokenConnections {
  @RegisterExtension static final TestSchema schema = new TestSchema();

  LostConnectionIT() {
    super(schema, HiringTables.JOBS);
  }

  @Override
  LoadPlan plan() {
    return schema.plan(HiringTables.JOBS, false, DuplicateKeys.REJECT);
  }

  @Test
  void commitWhoseAnswerIsLostIsReportedAsCommitted() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt("COMMIT", Fate.ANSWER_LOST);

    await(load.commit(RESULT));

    assertCommitted(plan);
    await(load.rollback());
    assertCommitted(plan);
  }

  @Test
  void lostCommitIsReportedAsNotCommitted() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt("COMMIT", Fate.STATEMENT_LOST);

    assertUnavailable(load.commit(RESULT));

    assertNotCommitted(plan);
    await(load.rollback());
  }

  @Test
  void lostCommitIsReportedCorrectlyAfterTheReaperAbortedTheLoad() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt("COMMIT", Fate.STATEMENT_LOST);
    network.thenTurnAway(Integer.MAX_VALUE);
    CompletionStage<Void> commit = load.commit(RESULT);

    Loads.eventually(
        () -> {
          schema.reap();
          assertThat(schema.status(plan.loadId())).isEqualTo(LoadStatus.ABORTED);
        });
    network.thenTurnAway(0);

    assertUnavailable(commit);
    assertThat(schema.status(plan.loadId())).isEqualTo(LoadStatus.ABORTED);
    assertThat(schema.rows(HiringTables.JOBS)).containsOnlyKeys(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void commitThatMayBeLostIsReportedCorrectly(int round) {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt("COMMIT", Fate.BOTH_LOST);

    boolean committed = succeeds(load.commit(RESULT));

    assertThat(schema.rows(HiringTables.JOBS).containsKey(2))
        .as("round " + round)
        .isEqualTo(committed);
    assertThat(schema.recorded(plan.loadId()).isPresent()).isEqualTo(committed);
  }

  @Test
  void outcomeOfARefusedCommitIsLookedUpToo() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.refuse("COMMIT", 1180);

    assertThatThrownBy(() -> await(load.commit(RESULT))).isInstanceOf(IllegalStateException.class);

    assertThat(schema.rows(HiringTables.JOBS)).containsOnlyKeys(1);
  }

  @Test
  void outcomeIsLookedUpUntilTheDatabaseAnswers() {
    LoadTransaction load = written(plan());
    network.failAt("COMMIT", Fate.ANSWER_LOST);
    network.thenTurnAway(4);

    await(load.commit(RESULT));

    assertThat(network.turnedAway()).isEqualTo(4);
    assertThat(schema.rows(HiringTables.JOBS)).containsOnlyKeys(2, 3);
  }

  @Test
  void refusalSaysThatTheOutcomeIsUnknownIfItCannotBeLookedUp() {
    reconnect(network.through(schema.settings, Duration.ofMillis(300)));
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt("COMMIT", Fate.ANSWER_LOST);
    network.thenTurnAway(Integer.MAX_VALUE);

    assertThatThrownBy(() -> await(load.commit(RESULT)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.DATABASE_UNAVAILABLE);
              assertThat(refused.detail()).contains("unknown", plan.loadId(), schema.name);
            });
    await(load.rollback());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void statementWhoseSendingRevealsTheLossFailsToo(boolean prepared) {
    Connections connections = new Connections(schema.vertx, network.through(schema.settings));
    Context context = schema.vertx.getOrCreateContext();

    CompletionStage<List<Throwable>> failures =
        Stages.on(
            context,
            () ->
                connections
                    .forReport()
                    .compose(
                        session -> {
                          // The event loop is busy with this, and so hears of it by sending only.
                          network.breakAll();
                          return failures(session, prepared);
                        }),
            IllegalStateException::new);

    assertThat(await(failures)).hasSize(5).allMatch(DatabaseFailures::isUnavailable);
    TestSchema.await(connections.close());
  }

  private static Future<List<Throwable>> failures(Session session, boolean prepared) {
    List<Future<Throwable>> failures =
        Stream.generate(
                () -> prepared ? session.execute("DO ?", Tuple.of(0)) : session.query("DO 0"))
            .limit(5)
            .map(
                answer ->
                    answer.<Throwable>map(new IllegalStateException("answered")).otherwise(e -> e))
            .toList();
    return Future.join(failures).map(all -> all.list());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SET NAMES", "START TRANSACTION", "SELECT `id`", "DELETE"})
  void aLoadThatCannotBeginIsRefused(String statement) {
    network.failAt(statement, Fate.STATEMENT_LOST);
    LoadPlan hires = schema.plan(HiringTables.HIRED_EMPLOYEES, false, DuplicateKeys.REJECT);

    assertUnavailable(through(adapter).begin(hires));

    await(TestSchema.beginWhenFree(adapter, hires).rollback());
  }

  @Test
  void theConnectionOfAWriterThatHasBecomeAReplicaIsNotUsedAgain() {
    network.refuse("DELETE", 1290);

    assertUnavailable(through(adapter).begin(plan()));

    CountDownLatch connected = network.watchFor("SET NAMES");
    await(TestSchema.beginWhenFree(through(adapter), plan()).rollback());
    assertThat(connected.getCount()).isZero();
  }

  @Test
  void aConnectionThatDoesNotRollBackIsNotUsedAgain() {
    LoadTransaction load = written(plan());
    network.refuse("ROLLBACK", 1180);
    CountDownLatch connected = network.watchFor("SET NAMES");

    await(load.rollback());

    assertThat(schema.rows(HiringTables.JOBS)).containsOnlyKeys(1);
    await(TestSchema.beginWhenFree(through(adapter), plan()).rollback());
    assertThat(connected.getCount()).isZero();
  }

  @Test
  void aConnectionThatRefusesItsSettingsIsNotUsed() {
    network.refuse("SET NAMES", 1193);

    assertUnavailable(through(adapter).begin(plan()));
  }

  @ParameterizedTest
  @EnumSource(Report.class)
  void aReportWithoutAConnectionIsRefused(Report report) {
    network.failAfterExecutions(0, Fate.STATEMENT_LOST);
    assertUnavailable(adapter.hiringReports().rows(report, schema.name, 2021));

    assertThat(await(adapter.hiringReports().rows(report, schema.name, 2021))).isEmpty();
  }

  @Test
  void pingFailsIfTheDatabaseDoesNotAnswer() {
    await(adapter.ping());
    network.close();
    assertUnavailable(adapter.ping());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"STATEMENT_LOST", "SILENCE"})
  void aConnectionThatDiedInItsPoolIsReplaced(Fate fate) {
    await(begin(adapter, plan()).rollback());
    await(adapter.ping());

    network.failAt("DO 0", fate);
    await(begin(adapter, plan()).rollback());
    network.failAt("DO 0", fate);
    await(adapter.ping());
  }

  @ParameterizedTest
  @EnumSource(
      value = Fate.class,
      names = {"STATEMENT_LOST", "ANSWER_LOST", "SILENCE"})
  void aReportIsReadAgainWhereItsConnectionDiedInItsPool(Fate fate) {
    String version = await(adapter.hiringReports().version(schema.name));

    network.failAt("DO 0", fate);
    assertThat(await(adapter.hiringReports().version(schema.name))).isEqualTo(version);
    network.failAt("DO 0", fate);
    assertThat(await(adapter.hiringReports().rows(Report.HIRES_BY_QUARTER, schema.name, 2021)))
        .isEmpty();
  }

  /** Neither side hears of the other any more, and the server has dropped the connection. */
  @ParameterizedTest
  @ValueSource(strings = {"COMMIT", "ROLLBACK", "SET @lock_wait"})
  void aLoadOverASilentConnectionEndsWhenItsRecordWasFoundDead(String statement) {
    TestDatabase victim = schema.withUser("secret");
    MySqlAdapter silent =
        MySqlAdapter.openIdle(schema.vertx, network.through(victim.settings(schema.name)));
    LoadPlan plan = plan();
    LoadTransaction load = begin(silent, plan);
    await(load.write(List.of(row(1, 2, "new"))));
    network.failAt(statement, Fate.SILENCE);
    CountDownLatch reached = network.watchFor(statement);
    boolean rollsBack = statement.equals("ROLLBACK");
    CompletionStage<Void> ending = rollsBack ? load.rollback() : load.commit(RESULT);
    Loads.eventually(() -> assertThat(reached.getCount()).isZero());

    schema.killConnectionsOf(victim);
    Loads.eventually(
        () -> {
          schema.reap();
          assertThat(schema.status(plan.loadId())).isEqualTo(LoadStatus.ABORTED);
        });
    assertThat(ending.toCompletableFuture()).isNotDone();

    assertThat(await(silent.loadRecords().progressed(plan.loadId(), COUNTS, 1, null)))
        .isEqualTo(Standing.FOUND_DEAD);
    if (rollsBack) {
      await(ending);
    } else {
      assertUnavailable(ending);
    }
    assertThat(schema.rows(HiringTables.JOBS)).containsOnlyKeys(1);
    await(silent.close());
  }

  /** Such as those over which a large load writes beside the one that has its record. */
  @Test
  void aConnectionThatTheServerHasDroppedIsGivenUpAndOneThatItWorksForIsNot() {
    TestDatabase victim = schema.withUser("secret");
    Connections connections =
        new Connections(schema.vertx, network.through(victim.settings(schema.name)), Duration.ZERO);
    Context context = schema.vertx.getOrCreateContext();
    Session silent = await(on(context, () -> connections.forLoad("silent")));
    await(on(context, () -> silent.query("DO 1")));
    network.failAt("SELECT 'silent'", Fate.SILENCE);
    CountDownLatch reached = network.watchFor("SELECT 'silent'");
    CompletionStage<?> answer = on(context, () -> silent.query("SELECT 'silent'"));
    Loads.eventually(() -> assertThat(reached.getCount()).isZero());
    schema.killConnectionsOf(victim);
    Session asked = await(on(context, connections::forReport));

    Connections others = new Connections(schema.vertx, schema.settings, Duration.ZERO);
    Session working = await(on(context, () -> others.forLoad("working")));
    CompletionStage<?> slow = on(context, () -> working.query("SELECT SLEEP(2)"));
    await(
        on(
            context,
            () ->
                others
                    .forReport()
                    .compose(
                        beside ->
                            others
                                .discardThoseOf("working", beside)
                                .eventually(beside::giveBack))));
    await(on(context, () -> connections.discardThoseOf("silent", asked)));

    assertUnavailable(answer);
    await(slow);
    TestSchema.await(connections.close());
    TestSchema.await(others.close());
  }

  private static <T> CompletionStage<T> on(Context context, Supplier<Future<T>> action) {
    return Stages.on(context, action, failure -> DatabaseFailures.translated(failure, ""));
  }

  @Test
  void aCommitWhoseAnswerDoesNotComeIsFoundCommitted() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt("COMMIT", Fate.ANSWER_WITHHELD);
    CompletionStage<Void> commit = load.commit(RESULT);
    Loads.eventually(
        () -> assertThat(schema.status(plan.loadId())).isEqualTo(LoadStatus.COMMITTED));
    assertThat(commit.toCompletableFuture()).isNotDone();

    assertThat(await(adapter.loadRecords().progressed(plan.loadId(), COUNTS, 1, null)))
        .isEqualTo(Standing.MAY_GO_ON);

    await(commit);
    assertThat(schema.rows(HiringTables.JOBS)).containsOnlyKeys(2, 3);
  }

  @Test
  void progressOverASilentConnectionFailsInTime() {
    LoadPlan plan = plan();
    LoadTransaction load = begin(adapter, plan);
    network.failAfterExecutions(0, Fate.SILENCE);

    assertUnavailable(adapter.loadRecords().progressed(plan.loadId(), COUNTS, 1, null));
    assertThat(await(adapter.loadRecords().progressed(plan.loadId(), COUNTS, 1, null)))
        .isEqualTo(Standing.MAY_GO_ON);
    await(load.rollback());
  }

  @Test
  void aKilledLoadLeavesNothingBehind() {
    TestDatabase victim = schema.withUser("secret");
    MySqlAdapter killed = MySqlAdapter.open(schema.vertx, victim.settings(schema.name));
    LoadTransaction load = begin(killed, plan());
    await(load.write(List.of(row(1, 2, "new"))));
    schema.killConnectionsOf(victim);

    assertUnavailable(load.write(List.of(row(5, 5, "late"))));
    assertUnavailable(load.orphanedReferences(1));
    await(load.rollback());
    assertThat(schema.rows(HiringTables.JOBS)).containsOnlyKeys(1);
    await(killed.close());
  }
}
