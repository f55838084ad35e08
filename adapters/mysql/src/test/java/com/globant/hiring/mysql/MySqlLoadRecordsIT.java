package com.globant.hiring.mysql;

import com.globant.hiring.application.load.LoadRecords;
import com.globant.hiring.application.load.LoadRecordsContract;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.Loads;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

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
}
