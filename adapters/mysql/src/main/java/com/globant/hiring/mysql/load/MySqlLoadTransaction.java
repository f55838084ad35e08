package com.globant.hiring.mysql.load;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.LoadTransaction;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.keys.ReferenceKeys;
import com.globant.hiring.mysql.rows.OpenLoad;
import com.globant.hiring.mysql.rows.RowWriter;
import com.globant.hiring.mysql.waiting.SelfReferences;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A load whose rows this instance writes. */
final class MySqlLoadTransaction extends MySqlBegunLoad implements LoadTransaction {
  private final ReferenceKeys references;
  private final SelfReferences selfReferences;
  private final RowWriter writer;

  MySqlLoadTransaction(
      BlockingSession session,
      LoadPlan plan,
      ReferenceKeys references,
      SelfReferences selfReferences,
      OpenLoad load,
      Duration keepAlive) {
    super(session, plan, load.commit(), keepAlive);
    this.references = references;
    this.selfReferences = selfReferences;
    this.writer = load.writer();
  }

  @Override
  public Map<ForeignKey, KeySet> references() {
    return references.all();
  }

  @Override
  public CompletionStage<Written> write(List<Row> batch) {
    return writer.write(selfReferences.keepBack(batch));
  }

  @Override
  public List<RowOutcome> nextWaiting() {
    return selfReferences.next();
  }

  @Override
  void allRowsAreWritten() {}

  @Override
  @Nullable RuntimeException failure() {
    return writer.failure();
  }

  @Override
  void stop() {
    onContext(
        () -> {
          writer.stop();
          return null;
        });
    references.close();
    selfReferences.close();
  }
}
