package com.globant.hiring.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.record.DuplicateKeys;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadRecordsContract;
import com.globant.hiring.application.record.Loads;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.RowRejected;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MySqlLoadRecordsIT extends LoadRecordsContract {
  private final TestSchema schema = new TestSchema();
  private final TestDatabase victim = schema.withUser("secret");
  private final MySqlAdapter mortal = MySqlAdapter.open(schema.vertx, victim.settings(schema.name));

  @BeforeEach
  void forget() {
    schema.forgetLoads();
  }

  @AfterAll
  void drop() {
    Loads.await(mortal.close());
    schema.close();
  }

  @Override
  protected LoadRecords records() {
    return schema.adapter.loadRecords();
  }

  @Override
  protected LoadTransactions transactions() {
    return mortal.loadTransactions();
  }

  @Override
  protected String schema() {
    return schema.name;
  }

  @Override
  protected void crash(String loadId, LoadTransaction load) {
    schema.killConnectionsOf(victim);
    Loads.await(load.rollback());
  }

  @Test
  void rowCodesOfANewerReleaseAreSkipped() {
    LoadPlan load = committed();
    schema.execute(
        """
        UPDATE %s.loads SET errors = '[
          {"line":1,"column":"id","code":"from_the_future","value":"x","message":"m"},
          {"line":2,"column":"id","code":"invalid_integer","value":"y","message":"m"}]'
        WHERE load_id = '%s'\
        """
            .formatted(schema.service, load.loadId()));

    assertThat(Loads.await(records().find(load.loadId())).orElseThrow().result().errors())
        .extracting(RowRejected::code)
        .containsExactly(RowErrorCode.INVALID_INTEGER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 'paused'",
        "on_duplicate = 'merge'",
        "missing = 'guess'",
        "header = 'twice'",
        "field_delimiter = 'hash'"
      })
  void recordsWithWordsOfANewerReleaseAreSkipped(String change) {
    LoadPlan known = committed();
    LoadPlan newer = committed();
    schema.execute(
        "UPDATE %s.loads SET %s WHERE load_id = '%s'"
            .formatted(schema.service, change, newer.loadId()));

    assertThat(Loads.await(records().find(newer.loadId()))).isEmpty();
    assertThat(Loads.await(records().newest(LoadRecords.Filter.ALL, Long.MAX_VALUE, 10)))
        .extracting(load -> load.submission().loadId())
        .containsExactly(known.loadId());
  }

  @Test
  void recordsOfTablesThatAreNotDefinedHaveTheName() {
    LoadPlan load = committed();
    schema.execute(
        "UPDATE %s.loads SET table_name = 'offices' WHERE load_id = '%s'"
            .formatted(schema.service, load.loadId()));

    assertThat(Loads.await(records().find(load.loadId())))
        .hasValueSatisfying(
            found -> assertThat(found.submission().request().table().name()).isEqualTo("offices"));
  }

  private LoadPlan committed() {
    LoadPlan plan = schema.plan(HiringTables.DEPARTMENTS, true, DuplicateKeys.REJECT);
    LoadTransaction load = schema.begin(plan);
    Loads.await(load.commit(Loads.result(RowCounts.NONE)));
    return plan;
  }
}
