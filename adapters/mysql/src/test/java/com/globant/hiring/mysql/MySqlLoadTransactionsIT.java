package com.globant.hiring.mysql;

import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.LoadTransactionsContract;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MySqlLoadTransactionsIT extends LoadTransactionsContract {
  private final TestSchema schema = new TestSchema();

  @AfterAll
  void drop() {
    schema.close();
  }

  @Override
  protected LoadTransactions transactions() {
    return TestSchema.recorded(schema.adapter);
  }

  @Override
  protected String schema() {
    return schema.name;
  }

  @Override
  protected NavigableMap<Integer, List<@Nullable Object>> committed(Table table) {
    return schema.rows(table);
  }

  @Override
  protected Optional<RowCounts> recorded(String loadId) {
    return schema.recorded(loadId);
  }
}
