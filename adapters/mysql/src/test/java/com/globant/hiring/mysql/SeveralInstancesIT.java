package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.eventually;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static com.globant.hiring.mysql.TestSchema.assertRefused;
import static com.globant.hiring.mysql.TestSchema.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecord.Problem;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadRecords.Admission;
import com.globant.hiring.application.record.LoadRecords.Admitted;
import com.globant.hiring.application.record.LoadRecords.Standing;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.report.HiringTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Instances on one database, some of which die: one keeps the records of the other's loads. */
class SeveralInstancesIT {
  private static final RowCounts ROWS = new RowCounts(7, 4, 1, 1, 1, 2);
  private static final LoadResult RESULT = Loads.result(ROWS);
  private static final Problem PROBLEM = new Problem("cancelled", "somebody did");

  @RegisterExtension static final TestSchema schema = TestSchema.idle();
  private static TestDatabase victim;
  private MySqlAdapter mortal;

  @BeforeAll
  static void migrate() {
    victim = schema.withUser("secret");
  }

  @BeforeEach
  void start() {
    schema.forgetLoads();
    schema.execute("DELETE FROM " + schema.name + ".jobs");
    mortal = MySqlAdapter.openIdle(schema.vertx, victim.settings(schema.name));
  }

  @AfterEach
  void stop() {
    await(mortal.close());
  }

  @Test
  void aLoadThatDiedIsAbortedByASurvivor() {
    LoadSubmission load = opened(null);
    LoadTransaction begun = begun(load);
    await(begun.write(List.of(row(1, 1, "Clerk"))));
    await(mortal.loadRecords().progressed(load.loadId(), ROWS, 99, null));

    schema.killConnectionsOf(victim);
    eventually(
        () -> {
          schema.reap();
          assertThat(found(load).status()).isEqualTo(LoadStatus.ABORTED);
        });

    LoadRecord dead = found(load);
    assertThat(dead.result().rows()).isEqualTo(ROWS);
    assertThat(dead.result().bytes()).isEqualTo(99);
    assertThat(dead.result().elapsedMillis()).isNotNegative();
    assertThat(dead.problem()).isNotNull().extracting(Problem::code).isEqualTo("aborted");
    assertThat(dead.endedAt()).isNotNull();
    assertThat(schema.rows(HiringTables.JOBS)).isEmpty();
    assertThat(await(schema.adapter.loadRecords().requestCancel(load.loadId()))).isFalse();
    await(begun.rollback());
  }

  @Test
  void aLoadThatDiedIsFoundDeadByWhoCancelsIt() {
    LoadSubmission load = opened(null);
    schema.execute(
        "UPDATE %s.loads SET started_at = started_at - INTERVAL 1 HOUR".formatted(schema.service));

    assertThat(await(schema.adapter.loadRecords().requestCancel(load.loadId()))).isFalse();

    assertThat(found(load).status()).isEqualTo(LoadStatus.ABORTED);
  }

  @Test
  void aLoadThatLivesIsLeftAlone() {
    LoadSubmission load = opened(null);
    LoadTransaction begun = begun(load);

    schema.reap();

    assertThat(found(load).status()).isEqualTo(LoadStatus.RUNNING);
    await(begun.commit(RESULT));
    schema.reap();
    assertThat(found(load).status()).isEqualTo(LoadStatus.COMMITTED);
  }

  @Test
  void aLoadThatDoesNotBeginInTimeIsTakenForDead() {
    LoadSubmission load = opened(null);

    schema.reap();

    assertThat(found(load).status()).isEqualTo(LoadStatus.ABORTED);
    assertRefused(RefusalCode.ABORTED, mortal.loadTransactions().begin(plan(load)));
  }

  @Test
  void aLoadThatIsAboutToBeginIsGivenTime() {
    LoadSubmission load = opened(null);

    schema.reap(schema.settings, Duration.ofMinutes(1));

    assertThat(found(load).status()).isEqualTo(LoadStatus.RUNNING);
    await(begun(load).rollback());
  }

  @Test
  void theInstanceThatRanALoadMayCorrectAnAbortedRecord() {
    LoadSubmission load = opened(null);
    schema.reap();

    await(mortal.loadRecords().ended(load.loadId(), LoadStatus.CANCELLED, RESULT, PROBLEM));

    assertThat(found(load).status()).isEqualTo(LoadStatus.CANCELLED);
    assertThat(found(load).problem()).isEqualTo(PROBLEM);
    assertThatThrownBy(
            () -> mortal.loadRecords().ended(load.loadId(), LoadStatus.COMMITTED, RESULT, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofRequestsWithANewKeyExactlyOneIsAdmitted() {
    for (int round = 0; round < 20; round++) {
      String key = "key " + round;
      assertThat(admitted(key)).as(key).isEqualTo(1);
    }
  }

  @Test
  void ofRequestsWithTheKeyOfADeadLoadExactlyOneIsAdmitted() {
    for (int round = 0; round < 10; round++) {
      String key = "key " + round;
      LoadSubmission dead = opened(key);
      schema.execute(
          "UPDATE %s.loads SET started_at = started_at - INTERVAL 1 HOUR WHERE load_id = '%s'"
              .formatted(schema.service, dead.loadId()));

      assertThat(admitted(key)).as(key).isEqualTo(1);
      assertThat(found(dead).status()).isEqualTo(LoadStatus.ABORTED);
    }
  }

  /** How many of several requests, over both instances at once. */
  private long admitted(String key) {
    List<CompletionStage<Admission>> requests = new ArrayList<>();
    for (int request = 0; request < 3; request++) {
      requests.add(mortal.loadRecords().open(submission(key)));
      requests.add(schema.adapter.loadRecords().open(submission(key)));
    }
    return requests.stream().map(Loads::await).filter(Admitted.class::isInstance).count();
  }

  @Test
  void aCancelIsTooLateIfAndOnlyIfTheLoadIsCommitted() {
    Random random = new Random(1);
    for (int round = 0; round < 30; round++) {
      LoadSubmission load = opened(null);
      LoadTransaction begun = begun(load);
      await(begun.write(List.of(row(1, round, "Clerk"))));

      CompletionStage<Void> commit = begun.commit(RESULT);
      LockSupport.parkNanos(random.nextInt(3_000_000));
      CompletionStage<Boolean> cancel = schema.adapter.loadRecords().requestCancel(load.loadId());

      boolean cancelled = await(cancel);
      if (cancelled) {
        assertRefused(RefusalCode.CANCELLED, commit);
      } else {
        await(commit);
      }
      await(begun.rollback());
      assertThat(schema.rows(HiringTables.JOBS).containsKey(round)).isNotEqualTo(cancelled);
      assertThat(found(load).status() == LoadStatus.COMMITTED).isNotEqualTo(cancelled);
    }
  }

  /** When the connections of an instance are killed. */
  private enum Kill {
    BEFORE_THE_COMMIT,
    DURING_THE_COMMIT,
    AFTER_THE_COMMIT,
    AT_ANY_MOMENT
  }

  @ParameterizedTest
  @EnumSource
  void aRecordSaysCommittedIfAndOnlyIfTheRowsAreThere(Kill kill) throws SQLException {
    Random random = new Random(1);
    for (int round = 0; round < 10; round++) {
      LoadSubmission load = opened(null);

      boolean reported = isCommitted(load, round, kill, random);
      eventually(
          () -> {
            schema.reap();
            assertThat(found(load).status()).isNotEqualTo(LoadStatus.RUNNING);
          });
      boolean there = schema.rows(HiringTables.JOBS).containsKey(round);
      assertThat(found(load).status() == LoadStatus.COMMITTED).isEqualTo(there).isEqualTo(reported);
      await(mortal.close());
      mortal = MySqlAdapter.openIdle(schema.vertx, victim.settings(schema.name));
    }
  }

  /** Whether the commit is reported as successful; after two of the kills, both are right. */
  private boolean isCommitted(LoadSubmission load, int key, Kill kill, Random random)
      throws SQLException {
    // To connect takes longer than a load.
    try (Connection killer = schema.connect()) {
      CompletionStage<LoadTransaction> written =
          mortal
              .loadTransactions()
              .begin(plan(load))
              .thenCompose(
                  begun -> begun.write(List.of(row(1, key, "Clerk"))).thenApply(done -> begun));
      if (kill != Kill.AT_ANY_MOMENT) {
        await(written);
      }
      if (kill == Kill.BEFORE_THE_COMMIT) {
        schema.killConnectionsOf(victim, killer);
      }
      CompletionStage<Void> commit = written.thenCompose(begun -> begun.commit(RESULT));
      switch (kill) {
        case BEFORE_THE_COMMIT -> assertRefused(RefusalCode.DATABASE_UNAVAILABLE, commit);
        case DURING_THE_COMMIT -> LockSupport.parkNanos(random.nextInt(2_000_000));
        case AFTER_THE_COMMIT -> await(commit);
        case AT_ANY_MOMENT -> LockSupport.parkNanos(random.nextInt(10_000_000));
      }
      schema.killConnectionsOf(victim, killer);
      return succeeds(commit);
    }
  }

  @Test
  void oldRecordsAndKeysAreDeleted() {
    LoadSubmission old = opened("old");
    await(begun(old).commit(RESULT));
    LoadSubmission recent = opened("recent");
    await(begun(recent).commit(RESULT));
    LoadSubmission running = opened("running");
    LoadTransaction begun = begun(running);
    schema.execute(
        "UPDATE %s.loads SET ended_at = ended_at - INTERVAL 401 DAY WHERE load_id = '%s'"
            .formatted(schema.service, old.loadId()));
    schema.execute(
        "UPDATE %s.idempotency_keys SET created_at = created_at - INTERVAL 8 DAY WHERE load_id <> '%s'"
            .formatted(schema.service, recent.loadId()));

    schema.reap();

    LoadRecords records = schema.adapter.loadRecords();
    assertThat(await(records.find(old.loadId()))).isEmpty();
    assertThat(await(records.newest(LoadRecords.Filter.ALL, Long.MAX_VALUE, 9)))
        .extracting(LoadRecord::loadId)
        .containsExactly(running.loadId(), recent.loadId());
    assertThat(
            schema.queried(
                "SELECT GROUP_CONCAT(load_id) FROM %s.idempotency_keys".formatted(schema.service)))
        .isEqualTo(recent.loadId());
    await(begun.rollback());
  }

  @Test
  void aKeyThatHasExpiredIsFree() {
    LoadSubmission first = opened("key");
    await(begun(first).commit(RESULT));
    schema.execute(
        "UPDATE %s.idempotency_keys SET created_at = created_at - INTERVAL 7 DAY"
            .formatted(schema.service));

    assertThat(await(mortal.loadRecords().open(submission("key")))).isEqualTo(new Admitted());
  }

  @Test
  void keysThatDifferInBlanksAreTwo() {
    opened("key");

    assertThat(await(mortal.loadRecords().open(submission("key ")))).isEqualTo(new Admitted());
  }

  @Test
  void theRecordsOfAllSchemasAreInTheServicesOwn() {
    try (TestSchema other = new TestSchema()) {
      MySqlSettings settings = TestDatabase.running().settings(schema.name, other.name);
      MySqlAdapter.migrate(settings);
      MySqlAdapter both = MySqlAdapter.open(schema.vertx, settings);
      Loads.replace(
          TestSchema.recorded(both), other.name, HiringTables.JOBS, List.of(row(1, 1, "Clerk")));

      assertThat(other.rows(HiringTables.JOBS)).containsOnlyKeys(1);
      assertThat(
              await(
                  schema
                      .adapter
                      .loadRecords()
                      .newest(new LoadRecords.Filter(null, "jobs", null), Long.MAX_VALUE, 9)))
          .extracting(load -> load.submission().request().schema(), LoadRecord::status)
          .containsExactly(tuple(other.name, LoadStatus.COMMITTED));
      await(both.close());
    }
  }

  @Test
  void aRecordThatSomebodyHoldsIsNotWaitedForForLong() throws SQLException {
    LoadSubmission load = opened(null);
    try (Connection client = schema.connect();
        Statement statement = client.createStatement()) {
      client.setAutoCommit(false);
      statement.execute("SELECT * FROM %s.load_progress FOR UPDATE".formatted(schema.service));

      assertRefused(
          RefusalCode.DATABASE_UNAVAILABLE,
          schema.adapter.loadRecords().progressed(load.loadId(), ROWS, 1, null));
    }
    assertThat(await(schema.adapter.loadRecords().progressed(load.loadId(), ROWS, 1, null)))
        .isEqualTo(Standing.MAY_GO_ON);
  }

  @Test
  void recordsCannotBeReadWithoutADatabase() {
    await(mortal.close());
    LoadRecords records = mortal.loadRecords();

    assertRefused(RefusalCode.DATABASE_UNAVAILABLE, records.open(submission(null)));
    assertRefused(RefusalCode.DATABASE_UNAVAILABLE, records.find("any"));
  }

  private LoadSubmission opened(@Nullable String key) {
    LoadSubmission load = submission(key);
    assertThat(await(mortal.loadRecords().open(load))).isEqualTo(new Admitted());
    return load;
  }

  private LoadTransaction begun(LoadSubmission load) {
    return await(mortal.loadTransactions().begin(plan(load)));
  }

  private static LoadPlan plan(LoadSubmission load) {
    return new LoadPlan(
        load.loadId(), schema.name, HiringTables.JOBS, true, load.request().duplicates(), 0);
  }

  private static LoadRecord found(LoadSubmission load) {
    return await(schema.adapter.loadRecords().find(load.loadId())).orElseThrow();
  }

  private static LoadSubmission submission(@Nullable String key) {
    return Loads.submission(request(HiringTables.JOBS).schema(schema.name).append().build(), key);
  }
}
