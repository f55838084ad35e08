package com.globant.hiring.mysql;

import com.globant.hiring.application.load.LoadTransactions;
import com.globant.hiring.application.load.ReferencesContract;
import com.globant.hiring.domain.table.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** References of any table in one schema. */
abstract class TestedReferences extends ReferencesContract {
  private final TestSchema tested;

  TestedReferences(TestSchema tested) {
    this.tested = tested;
  }

  @Override
  protected LoadTransactions transactions() {
    return TestSchema.recorded(tested.adapter);
  }

  @Override
  protected String schema() {
    return tested.name;
  }

  @Override
  protected Table table(String name) {
    return tested.table(name);
  }

  @Override
  protected List<List<@Nullable Object>> content(Table table) {
    return tested.content(table);
  }
}
