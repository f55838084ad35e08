package com.globant.hiring.mysql;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.mysql.TestSchema.assertRefused;
import static com.globant.hiring.mysql.TestSchema.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.DatabaseObserver;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.RecordedTransactions;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.FaultyNetwork.Fate;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.load.MySqlLoadTransactions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads over connections that break: replaces of a table that has one row, of key 1, before. */
abstract class BrokenConnections {
  static final RowCounts COUNTS = new RowCounts(2, 2, 0, 0, 0, 0);
  static final LoadResult RESULT = Loads.result(COUNTS);

  private final TestSchema tested;
  private final Table table;
  FaultyNetwork network = new FaultyNetwork();
  MySqlAdapter adapter;

  BrokenConnections(TestSchema tested, Table table) {
    this.tested = tested;
    this.table = table;
    this.adapter = MySqlAdapter.openIdle(tested.vertx, network.through(tested.settings));
  }

  abstract LoadPlan plan();

  @BeforeEach
  void fill() {
    Loads.replace(
        TestSchema.recorded(tested.adapter), tested.name, table, List.of(row(1, 1, "before")));
  }

  @AfterEach
  void nothingIsLeftLocked() {
    network.close();
    await(adapter.close());
    await(TestSchema.beginWhenFree(tested.adapter, plan()).rollback());
  }

  @ParameterizedTest
  @CsvSource({
    "0, STATEMENT_LOST",
    "1, STATEMENT_LOST",
    "7, STATEMENT_LOST",
    "9, ANSWER_LOST",
    "12, ANSWER_LOST",
    "30, BOTH_LOST",
    "39, BOTH_LOST"
  })
  void everyWriteUnderWayFailsWithItsConnection(int executions, Fate fate) {
    reconnect(network.through(TestDatabase.with(tested.settings, "localInfile", false)));
    LoadTransaction load = begin(adapter, plan());
    network.failAfterExecutions(executions, fate);

    List<CompletionStage<Written>> writes =
        IntStream.range(0, 4)
            .mapToObj(
                batch ->
                    load.write(
                        IntStream.range(0, 1000)
                            .mapToObj(i -> row(i, batch * 1000 + i, "new"))
                            .toList()))
            .toList();

    List<CompletionStage<Written>> failed =
        writes.stream().filter(write -> !succeeds(write)).toList();
    assertThat(failed).isNotEmpty().allSatisfy(BrokenConnections::assertUnavailable);
    assertUnavailable(load.write(List.of(row(1, -1, "more"))));
    assertUnavailable(load.commit(RESULT));
    await(load.rollback());
    assertThat(tested.rows(table)).containsOnlyKeys(1);
    await(TestSchema.beginWhenFree(adapter, plan()).rollback());
  }

  @Test
  void slowLoadKeepsItsConnectionsAlive() throws InterruptedException {
    Connections connections = new Connections(tested.vertx, network.through(tested.settings));
    LoadTransaction load =
        await(
            new RecordedTransactions(
                    tested.adapter.loadRecords(),
                    new MySqlLoadTransactions(
                        tested.vertx,
                        connections,
                        tested.settings,
                        Duration.ofMillis(20),
                        DatabaseObserver.NONE))
                .begin(plan()));
    CountDownLatch sent = network.watchFor("DO 0");

    assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
    await(load.rollback());
    TestSchema.await(connections.close());
  }

  /** Another adapter in place of {@link #adapter}. */
  void reconnect(MySqlSettings settings) {
    await(adapter.close());
    adapter = MySqlAdapter.openIdle(tested.vertx, settings);
  }

  /** Loads whose records are opened past the network, which is to fail at the loads alone. */
  LoadTransactions through(MySqlAdapter other) {
    return new RecordedTransactions(tested.adapter.loadRecords(), other.loadTransactions());
  }

  LoadTransaction begin(MySqlAdapter other, LoadPlan plan) {
    return await(through(other).begin(plan));
  }

  /** A load with two rows written, of the keys 2 and 3. */
  LoadTransaction written(LoadPlan plan) {
    LoadTransaction load = begin(adapter, plan);
    await(load.write(List.of(row(1, 2, "new"), row(2, 3, "new"))));
    return load;
  }

  /** A row whose other columns are NULL. */
  Row row(int line, int id, String name) {
    @Nullable Object[] values = new Object[table.columns().size()];
    values[0] = id;
    values[1] = name;
    return Loads.row(line, values);
  }

  void assertCommitted(LoadPlan plan) {
    assertThat(tested.rows(table)).containsOnlyKeys(2, 3);
    assertThat(tested.recorded(plan.loadId())).contains(COUNTS);
  }

  void assertNotCommitted(LoadPlan plan) {
    assertThat(tested.rows(table)).containsOnlyKeys(1);
    assertThat(tested.recorded(plan.loadId())).isEmpty();
  }

  static void assertUnavailable(CompletionStage<?> stage) {
    assertRefused(RefusalCode.DATABASE_UNAVAILABLE, stage);
  }
}
