package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.DatabaseFailures;
import com.globant.hiring.mysql.rows.InPlace;
import com.globant.hiring.mysql.schema.UniqueIndexes;
import com.globant.hiring.mysql.summary.SummaryChanges;
import io.vertx.mysqlclient.MySQLException;
import org.jspecify.annotations.Nullable;

/**
 * Copies the rows of a {@link ShadowTable} into the loaded table, in the transaction of the load's
 * session. What is new to the table was found out before, so other clients that change the same
 * keys meanwhile end the load with {@code table_busy}.
 */
final class ShadowCopy {
  private final BlockingSession session;
  private final LoadPlan plan;
  private final ShadowTable shadow;
  private final SummaryChanges summaryChanges;

  /** Rows that were new to a table whose rows are updated too. */
  private long inserted;

  ShadowCopy(
      BlockingSession session, LoadPlan plan, ShadowTable shadow, SummaryChanges summaryChanges) {
    this.session = session;
    this.plan = plan;
    this.shadow = shadow;
    this.summaryChanges = summaryChanges;
  }

  void run() {
    UniqueIndexes indexes = InPlace.open(session, plan);
    try {
      if (plan.updatesTable()) {
        insertOrUpdate(indexes);
      } else {
        shadow.copy(session);
      }
    } catch (MySQLException refusal) {
      throw DatabaseFailures.isDuplicateKey(refusal) ? keysOfOthers(refusal) : refusal;
    }
  }

  private void insertOrUpdate(UniqueIndexes indexes) {
    if (indexes.hasFurther()) {
      throw new Refused(
          RefusalCode.TABLE_MISMATCH,
          "%s has got another unique index while this load was under way, so that a row could update another than that of its key; load the source again"
              .formatted(plan.table().name()));
    }
    ShadowTable.Rows rows = shadow.lockExisting(session);
    summaryChanges.replaced(session, shadow.filled());
    if (shadow.copyOrUpdate(session) != rows.existing()) {
      // A key that came in between was updated, but not taken off the summary.
      throw keysOfOthers(null);
    }
    inserted = rows.all() - rows.existing();
  }

  /** Requires that as many rows were inserted as the result of the load says. */
  void requireCounted(LoadResult result) {
    if (plan.updatesTable() && inserted != result.rows().inserted()) {
      throw keysOfOthers(null);
    }
  }

  private Refused keysOfOthers(@Nullable Throwable cause) {
    return new Refused(
        RefusalCode.TABLE_BUSY,
        "while this load was under way, another one has stored rows in %s whose keys this one has too; repeat this load"
            .formatted(plan.table().name()),
        cause);
  }
}
