package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static com.globant.hiring.mysql.TestSchema.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.mysql.FaultyNetwork.Fate;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections of large loads break at every step of their commit. */
class LostShadowIT extends BrokenConnections {
  @RegisterExtension static final TestSchema schema = new TestSchema();

  LostShadowIT() {
    super(schema, HIRED_EMPLOYEES);
  }

  @Override
  LoadPlan plan() {
    return schema.largePlan(HIRED_EMPLOYEES, false, DuplicateKeys.REJECT);
  }

  /** Another instance settles what the fault has left. */
  @AfterEach
  @Override
  void nothingIsLeftLocked() {
    super.nothingIsLeftLocked();
    Loads.eventually(() -> assertThat(schema.shadowTables() + schema.shadowLoads()).isZero());
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"RENAME, BOTH_LOST", "COMMIT, STATEMENT_LOST", "COMMIT, ANSWER_LOST"})
  void lostStatementOfTheCommitIsReportedCorrectly(String statement, Fate fate) {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.failAt(statement, fate);

    boolean committed = succeeds(load.commit(RESULT));

    await(load.rollback());
    if (committed) {
      assertCommitted(plan);
    } else {
      assertNotCommitted(plan);
    }
  }

  /** In the order of the commit. */
  @ParameterizedTest
  @CsvSource({
    "COMMIT, DO 0, STATEMENT_LOST, false",
    "'', RENAME, STATEMENT_LOST, false",
    "'', RENAME, ANSWER_LOST, true",
    "RENAME, COMMIT, STATEMENT_LOST, true",
    "RENAME, COMMIT, ANSWER_LOST, true",
    "RENAME, COMMIT, BOTH_LOST, true",
    "RENAME, DROP, STATEMENT_LOST, true"
  })
  void loadIsCommittedIfAndOnlyIfItsTablesWereRenamed(
      String after, String statement, Fate fate, boolean committed) {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    if (after.isEmpty()) {
      network.failAt(statement, fate);
    } else {
      network.failAtNext(after, statement, fate);
    }

    CompletionStage<Void> commit = load.commit(RESULT);

    if (committed) {
      await(commit);
      assertCommitted(plan);
      await(load.rollback());
      assertCommitted(plan);
    } else {
      assertUnavailable(commit);
      await(load.rollback());
      assertNotCommitted(plan);
    }
  }

  @Test
  void rowsAreCopiedIfTheRenameIsRefused() {
    LoadPlan plan = plan();
    LoadTransaction load = written(plan);
    network.refuse("RENAME", 1142);

    await(load.commit(RESULT));

    assertCommitted(plan);
  }

  @Test
  void unknownOutcomeIsSettledByAnotherInstance() {
    reconnect(network.through(schema.settings, Duration.ofMillis(300)));
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

  @ParameterizedTest
  @CsvSource({
    "CREATE TABLE, STATEMENT_LOST",
    "CREATE TABLE, ANSWER_LOST",
    "SET NAMES, STATEMENT_LOST"
  })
  void loadWhoseTableCannotBeCreatedIsWrittenInPlace(String statement, Fate fate) {
    LoadPlan plan = plan();
    // The load's own connection is there already.
    LoadPlan small = schema.plan(HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE);
    await(begin(adapter, small).rollback());
    network.failAt(statement, fate);

    await(written(plan).commit(RESULT));

    assertCommitted(plan);
  }
}
