package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.Loads.eventually;
import static com.globant.hiring.application.record.Loads.row;
import static com.globant.hiring.domain.report.HiringTables.DEPARTMENTS;
import static com.globant.hiring.domain.report.HiringTables.HIRED_EMPLOYEES;
import static com.globant.hiring.mysql.TestSchema.assertRefused;
import static com.globant.hiring.mysql.TestSchema.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.BulkTransaction;
import com.globant.hiring.application.load.BulkTransactions;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadEngine;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RequestBuilder;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.mysql.FaultyNetwork.Fate;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Loads whose rows a job has written, and whose instance dies when it publishes them: its
 * connections break and are not made again. Another instance continues them.
 */
class JobLoadsIT {
  private static final RowCounts COUNTS = new RowCounts(2, 2, 0, 0, 0, 0);
  private static final LoadResult RESULT = Loads.result(COUNTS);

  /** Of a load of hire 1, who is there, and hire 2. */
  private static final RowCounts UPDATED = new RowCounts(2, 1, 1, 0, 0, 0);

  /** It looks for nothing by itself. */
  @RegisterExtension static final TestSchema schema = TestSchema.idle();

  private final FaultyNetwork network = new FaultyNetwork();
  private final MySqlAdapter mortal =
      schema.openIdle(network.through(schema.settings, Duration.ofMillis(300)));

  @BeforeEach
  void fill() {
    schema.replace(HIRED_EMPLOYEES, List.of());
    schema.replace(DEPARTMENTS, List.of(row(1, 1, "Sales")));
    schema.replace(
        HIRED_EMPLOYEES, List.of(row(1, 1, "before", LocalDateTime.of(2020, 1, 1, 0, 0), 1, null)));
  }

  @AfterEach
  void nothingIsLeft() {
    network.close();
    await(mortal.close());
    assertThat(schema.shadowTables()).isZero();
    assertThat(schema.shadowLoads()).isZero();
    assertThat(schema.count(schema.service + ".bulk_runs")).isZero();
    assertThat(schema.count(schema.service + ".load_parts")).isZero();
    assertThat(await(schema.adapter.summaryDifferences(schema.name, 1))).isEmpty();
  }

  private static LoadPlan plan(boolean append) {
    return schema.largePlan(HIRED_EMPLOYEES, append, DuplicateKeys.REJECT);
  }

  private static LoadPlan update() {
    return schema.plan(HIRED_EMPLOYEES, true, DuplicateKeys.UPDATE);
  }

  /** A load of two hires in 2021, which the job has written. */
  private BulkTransaction written(LoadPlan plan) {
    return written(plan, plan.updatesTable() ? 1 : 2);
  }

  private BulkTransaction written(LoadPlan plan, int firstId) {
    LoadRequest request =
        RequestBuilder.request(plan.table())
            .schema(plan.schema())
            .append(plan.append())
            .source("s3://history/", LoadEngine.SPARK)
            .duplicates(plan.duplicates())
            .build();
    await(
        schema
            .adapter
            .loadRecords()
            .open(new LoadSubmission(plan.loadId(), request, null, "request", null)));
    BulkTransaction load = await(mortal.bulkTransactions().begin(plan, "spark-submit", false));
    load.started("run");
    schema.execute(
        "INSERT INTO %s.`%s` (id, name, datetime, department_id) VALUES (%d, 'new', '2021-01-01', 1), (%d, 'new', '2021-05-01', 1)"
            .formatted(schema.name, load.target(), firstId, firstId + 1));
    schema.execute(
        "INSERT INTO %s.load_parts VALUES ('%s', 0, 2, 0, '[[2021,1,2147483648,1,1,0,0]]')"
            .formatted(schema.service, plan.loadId()));
    return load;
  }

  /** As the service does it: the rows are ready, and what they leave without a parent is known. */
  private static CompletionStage<Void> published(BulkTransaction load) {
    return published(load, RESULT);
  }

  private static CompletionStage<Void> published(BulkTransaction load, LoadResult result) {
    return load.orphanedReferences(1).thenCompose(none -> load.commit(result));
  }

  /** What other instances do with a load whose own one has died; null if that has ended it. */
  private static @Nullable BulkTransaction continued(LoadPlan plan) {
    BulkTransaction[] load = new BulkTransaction[1];
    // The server may not have noticed yet that the connections are gone.
    eventually(
        () -> {
          if (schema.status(plan.loadId()) == LoadStatus.COMMITTED) {
            schema.reap();
            assertThat(schema.shadowLoads()).isZero();
            return;
          }
          try {
            load[0] = await(schema.adapter.bulkTransactions().resume(plan, false));
          } catch (Refused refused) {
            assertThat(refused.code()).as(refused.detail()).isEqualTo(RefusalCode.ABORTED);
          }
        });
    return load[0];
  }

  private static void assertCommittedOnce(LoadPlan plan) {
    assertThat(schema.rows(HIRED_EMPLOYEES))
        .containsOnlyKeys(plan.append() ? List.of(1, 2, 3) : List.of(2, 3));
    assertThat(schema.recorded(plan.loadId())).contains(COUNTS);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void rowsThatAJobHasWrittenArePublished(boolean append) {
    LoadPlan plan = plan(append);

    await(published(written(plan)));

    assertCommittedOnce(plan);
  }

  /** It dies before the rows are in their place, or when it is not known whether they are. */
  @ParameterizedTest
  @CsvSource({
    "RENAME, STATEMENT_LOST, false",
    "RENAME, BOTH_LOST, false",
    "RENAME, ANSWER_LOST, false",
    "DO 0, STATEMENT_LOST, false",
    "INSERT INTO, BOTH_LOST, true",
    "COMMIT, STATEMENT_LOST, true"
  })
  void rowsArePublishedOnceIfTheInstanceDiesMeanwhile(String statement, Fate fate, boolean append) {
    LoadPlan plan = plan(append);
    BulkTransaction load = written(plan);
    network.failAt(statement, fate);
    network.thenDie();
    assertThat(succeeds(published(load))).isFalse();

    BulkTransaction again = continued(plan);
    if (again != null) {
      assertThat(again.progress().inserted()).isEqualTo(2);
      await(published(again));
    }

    assertCommittedOnce(plan);
  }

  /** Its instance lives on, and continues it when the database answers again. */
  @ParameterizedTest
  @CsvSource({"RENAME, false", "INSERT INTO, true"})
  void loadThatIsReleasedAfterItHasLostItsConnectionIsContinued(String statement, boolean append) {
    LoadPlan plan = plan(append);
    BulkTransaction load = written(plan);
    assertThat(load.isLost()).isFalse();
    network.failAt(statement, Fate.STATEMENT_LOST);
    network.thenDie();
    assertThat(succeeds(published(load))).isFalse();
    assertThat(load.isLost()).isTrue();

    await(load.release());

    BulkTransaction again = Objects.requireNonNull(continued(plan));
    await(published(again));
    assertCommittedOnce(plan);
  }

  /** The rows are in their place, and the record says so or not. */
  @ParameterizedTest
  @CsvSource({"STATEMENT_LOST", "BOTH_LOST", "ANSWER_LOST"})
  void loadWhoseTablesWereRenamedIsRecordedAsCommitted(Fate fate) {
    LoadPlan plan = plan(false);
    BulkTransaction load = written(plan);
    network.failAtNext("RENAME", "COMMIT", fate);
    network.thenDie();
    assertThat(succeeds(published(load))).isFalse();

    assertThat(continued(plan)).isNull();

    assertCommittedOnce(plan);
    assertThat(await(schema.adapter.bulkTransactions().abandoned())).isEmpty();
  }

  private static void assertUpdatedOnce(LoadPlan plan) {
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1, 2);
    assertThat(schema.rows(HIRED_EMPLOYEES).values())
        .extracting(row -> row.get(1))
        .containsOnly("new");
    assertThat(schema.recorded(plan.loadId())).contains(UPDATED);
  }

  /** It dies before the rows are in their place, or before it is known that they are. */
  @ParameterizedTest
  @CsvSource({
    ", STATEMENT_LOST",
    "SELECT COUNT(*), STATEMENT_LOST",
    "SET @updated, BOTH_LOST",
    "INSERT INTO, STATEMENT_LOST",
    "INSERT INTO, BOTH_LOST",
    "INSERT INTO, ANSWER_LOST",
    "SELECT @updated, ANSWER_LOST",
    "COMMIT, STATEMENT_LOST"
  })
  void rowsAreUpdatedOnceEvenIfTheInstanceDiesMeanwhile(@Nullable String statement, Fate fate) {
    LoadPlan plan = update();
    BulkTransaction load = written(plan);
    if (statement != null) {
      network.failAt(statement, fate);
      network.thenDie();
    }
    if (!succeeds(published(load, Loads.result(UPDATED)))) {
      BulkTransaction again = continued(plan);
      if (again != null) {
        await(published(again, Loads.result(UPDATED)));
      }
    }

    assertUpdatedOnce(plan);
  }

  /** Another client adds or deletes a row whose key the job has looked for. */
  @ParameterizedTest
  @CsvSource({
    "'INSERT INTO hired_employees (id) VALUES (2)'",
    "'DELETE FROM hired_employees WHERE id = 1'"
  })
  void keysThatOthersChangeMeanwhileEndAnUpdate(String change) {
    LoadPlan plan = update();
    BulkTransaction load = written(plan);
    schema.execute(change);
    Map<Integer, List<@Nullable Object>> before = schema.rows(HIRED_EMPLOYEES);

    assertRefused(RefusalCode.TABLE_BUSY, published(load, Loads.result(UPDATED)));

    await(load.rollback());
    assertThat(schema.rows(HIRED_EMPLOYEES)).isEqualTo(before);
    await(schema.adapter.rebuildSummary(schema.name));
  }

  /** The rows that are there are locked by then, and taken off the summary. */
  @Test
  void keyThatComesInBetweenEndsAnUpdate() {
    LoadPlan plan = update();
    BulkTransaction load = written(plan);
    network.doBefore(
        "SET @updated",
        () -> schema.execute("INSERT INTO hired_employees (id, name) VALUES (2, 'other')"));

    assertRefused(RefusalCode.TABLE_BUSY, published(load, Loads.result(UPDATED)));

    await(load.rollback());
    assertThat(schema.rows(HIRED_EMPLOYEES).values())
        .extracting(row -> row.get(1))
        .containsExactly("before", "other");
  }

  /** By such an index, a row could change another one than that of its key. */
  @Test
  void uniqueIndexThatOwnersHaveAddedMeanwhileEndsAnUpdate() {
    LoadPlan plan = update();
    BulkTransaction load = written(plan);
    schema.execute("ALTER TABLE hired_employees ADD UNIQUE of_owners (datetime)");
    try {
      assertRefused(RefusalCode.TABLE_MISMATCH, published(load, Loads.result(UPDATED)));

      await(load.rollback());
    } finally {
      schema.execute("ALTER TABLE hired_employees DROP INDEX of_owners");
    }
    assertThat(schema.rows(HIRED_EMPLOYEES).get(1)).contains("before");
  }

  /** Columns, partitions and triggers of owners. */
  @Test
  void updateLeavesToOwnersWhatALoadInPlaceDoes() {
    List<String> changes =
        List.of(
            "ADD note VARCHAR(20) NOT NULL DEFAULT 'none', ADD changes INT NOT NULL DEFAULT 0",
            "PARTITION BY HASH (id) PARTITIONS 3");
    changes.forEach(change -> schema.execute("ALTER TABLE hired_employees " + change));
    // MariaDB 11.4.5 refuses INSERT ... SELECT into tables with such triggers.
    boolean triggers =
        !Objects.requireNonNull(schema.queried("SELECT VERSION()")).contains("Maria");
    if (triggers) {
      schema.execute(
          "CREATE TRIGGER capitals BEFORE INSERT ON hired_employees FOR EACH ROW SET NEW.name = UPPER(NEW.name)");
      schema.execute(
          "CREATE TRIGGER changed BEFORE UPDATE ON hired_employees FOR EACH ROW SET NEW.changes = OLD.changes + 1");
    }
    try {
      fillForOwners();
      await(published(written(update()), Loads.result(UPDATED)));
      String afterJob = contentWithOwners();
      assertThat(afterJob).contains(triggers ? "NEW" : "new", "kept", "none");

      fillForOwners();
      LoadTransaction load = schema.begin(update());
      await(
          load.write(
              List.of(
                  row(1, 1, "new", LocalDateTime.of(2021, 1, 1, 0, 0), 1, null),
                  row(2, 2, "new", LocalDateTime.of(2021, 5, 1, 0, 0), 1, null))));
      await(load.commit(Loads.result(UPDATED)));
      assertThat(contentWithOwners()).isEqualTo(afterJob);
    } finally {
      schema.execute("DROP TRIGGER IF EXISTS capitals");
      schema.execute("DROP TRIGGER IF EXISTS changed");
      schema.execute("ALTER TABLE hired_employees REMOVE PARTITIONING");
      schema.execute("ALTER TABLE hired_employees DROP note, DROP changes");
    }
  }

  private void fillForOwners() {
    fill();
    schema.execute("UPDATE hired_employees SET note = 'kept'");
  }

  private static String contentWithOwners() {
    return Objects.requireNonNull(
        schema.queried(
            "SELECT GROUP_CONCAT(CONCAT_WS(' ', id, name, datetime, department_id, note, changes) ORDER BY id) FROM hired_employees"));
  }

  @Test
  void sizeOfATableIsThatOfTheStatistics() {
    BulkTransactions transactions = schema.adapter.bulkTransactions();

    assertThat(await(transactions.tableBytes(schema.name, HIRED_EMPLOYEES))).isPositive();
    assertThat(await(transactions.tableBytes("no schema", HIRED_EMPLOYEES))).isZero();
  }

  @Test
  void loadThatIsHeldIsNotContinued() {
    LoadPlan plan = plan(false);
    BulkTransaction load = written(plan);

    assertThat(await(schema.adapter.bulkTransactions().abandoned())).isEmpty();
    assertRefused(RefusalCode.TABLE_BUSY, schema.adapter.bulkTransactions().resume(plan, false));

    await(load.rollback());
    assertThat(schema.rows(HIRED_EMPLOYEES)).containsOnlyKeys(1);
    assertThat(schema.status(plan.loadId())).isEqualTo(LoadStatus.RUNNING);
  }
}
