package com.globant.hiring.application.load;

import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadRequest;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RequestBuilder;
import java.util.concurrent.CompletionStage;

/** Opens the record of each load before it begins: for tests of what comes after. */
public final class RecordedTransactions implements LoadTransactions {
  private final LoadRecords records;
  private final LoadTransactions transactions;

  public RecordedTransactions(LoadRecords records, LoadTransactions transactions) {
    this.records = records;
    this.transactions = transactions;
  }

  @Override
  public CompletionStage<LoadTransaction> begin(LoadPlan plan) {
    return records
        .open(new LoadSubmission(plan.loadId(), request(plan), null, "request", null))
        .thenCompose(admitted -> transactions.begin(plan));
  }

  private static LoadRequest request(LoadPlan plan) {
    return RequestBuilder.request(plan.table())
        .schema(plan.schema())
        .append(plan.append())
        .duplicates(plan.duplicates())
        .build();
  }
}
