package com.globant.hiring.mysql;

import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.report.HiringReports;
import com.globant.hiring.application.report.HiringReportsContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MySqlHiringReportsIT extends HiringReportsContract {
  private final TestSchema schema = new TestSchema();

  @AfterAll
  void drop() {
    schema.close();
  }

  @Override
  protected HiringReports reports() {
    return schema.adapter.hiringReports();
  }

  @Override
  protected LoadTransactions transactions() {
    return TestSchema.recorded(schema.adapter);
  }

  @Override
  protected String schema() {
    return schema.name;
  }
}
