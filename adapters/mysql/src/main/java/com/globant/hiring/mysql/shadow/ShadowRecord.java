package com.globant.hiring.mysql.shadow;

import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.record.BulkRunSql;
import com.globant.hiring.mysql.record.RecordColumns;
import com.globant.hiring.mysql.record.RecordSql;
import com.globant.hiring.mysql.summary.SummaryChanges;
import com.globant.hiring.mysql.summary.SummarySql;

/**
 * The row in table {@code shadow_loads} of a load that fills a {@link ShadowTable}, called its
 * note. With the note, any instance can settle the load after its end: find out whether it was
 * committed, and complete or undo it. Settling first drops the filled table under its first name,
 * so that a RENAME that still runs fails.
 */
final class ShadowRecord {
  private final ShadowTable shadow;
  private final String shadowLoads;
  private final String loads;
  private final RecordSql sql;
  private final BulkRunSql bulk;

  /**
   * @param serviceSchema where the records of loads are
   */
  ShadowRecord(ShadowTable shadow, String serviceSchema) {
    this.shadow = shadow;
    this.shadowLoads = Sql.name(serviceSchema, "shadow_loads");
    this.loads = Sql.name(serviceSchema, "loads");
    this.sql = new RecordSql(serviceSchema);
    this.bulk = new BulkRunSql(serviceSchema);
  }

  /** Creates the table, and a note of it. */
  void open(BlockingSession session) {
    insert(session);
    try {
      shadow.create(session);
    } catch (RuntimeException refused) {
      // A refused statement has committed as well.
      forget(session);
      throw refused;
    }
  }

  private void insert(BlockingSession session) {
    session.execute(
        "INSERT INTO %s (load_id, schema_name, table_name) VALUES (?, ?, ?)".formatted(shadowLoads),
        shadow.loadId(),
        shadow.schema(),
        shadow.table().name());
  }

  /**
   * As {@link #open}, of a load whose rows a job writes.
   *
   * @param session whose statements are transactions of their own
   * @param withTable whether there is a table to fill
   */
  void openForJob(BlockingSession session, String engine, boolean withTable) {
    session.query("START TRANSACTION");
    insert(session);
    session.execute(bulk.insert(), shadow.loadId(), engine);
    session.query("COMMIT");
    try {
      if (withTable) {
        shadow.create(session);
      }
    } catch (RuntimeException refused) {
      clear(session);
      throw refused;
    }
  }

  /** Notes the result that the record gets if the load is committed. Ends the transaction. */
  void note(BlockingSession session, LoadResult result) {
    session.execute(sql.noteResult(), RecordColumns.result(result).addString(shadow.loadId()));
    session.query("COMMIT");
  }

  /**
   * Drops the filled table, so that a RENAME under way fails; gives whether the load is committed.
   */
  boolean decide(BlockingSession session) {
    shadow.dropFilled(session);
    return shadow.isFormerThere(session) || isRecordedAsCommitted(session);
  }

  private boolean isRecordedAsCommitted(BlockingSession session) {
    String sql = "SELECT 1 FROM %s WHERE load_id = ? AND status = 'committed'".formatted(loads);
    return session.execute(sql, shadow.loadId()).size() > 0;
  }

  /**
   * Ends a load whose session has ended. Waits until its transaction is rolled back. Can be
   * repeated, and be interrupted anywhere.
   *
   * @param session whose statements are transactions of their own
   * @return whether the load was committed
   */
  boolean settle(BlockingSession session) {
    boolean committed = decide(session);
    if (committed) {
      record(session);
    }
    clear(session);
    return committed;
  }

  /** Repeats what the load's own transaction had not committed. */
  private void record(BlockingSession session) {
    session.query("START TRANSACTION");
    if (session.execute(sql.commitNoted(), shadow.loadId()).rowCount() > 0) {
      publish(session);
    }
    session.query("COMMIT");
  }

  private void publish(BlockingSession session) {
    session.execute(sql.deleteProgress(), shadow.loadId());
    boolean append =
        session
            .execute("SELECT append FROM %s WHERE load_id = ?".formatted(loads), shadow.loadId())
            .iterator()
            .next()
            .getBoolean(0);
    SummaryChanges.publish(session, shadow.schema(), shadow.table(), shadow.loadId(), append);
  }

  /** Deletes whatever exists of a load that has ended. Ends the transaction. */
  void clear(BlockingSession session) {
    // First, so that no part of a job is written any more.
    session.execute(bulk.delete(), shadow.loadId());
    shadow.dropFilled(session);
    shadow.dropFormer(session);
    if (HiringTables.isHires(shadow.table())) {
      session.execute(SummarySql.deleteUncounted(shadow.schema()), shadow.loadId());
    }
    session.execute(bulk.deleteParts(), shadow.loadId());
    forget(session);
  }

  /**
   * Ends the time in which an instance may continue a load whose own one died.
   *
   * @param session whose statements are transactions of their own
   * @return false if an instance holds the load
   */
  boolean expire(BlockingSession session) {
    session.query("START TRANSACTION");
    boolean free = session.execute(bulk.claimUnlessHeld(), shadow.loadId()).size() > 0;
    if (free) {
      session.execute(bulk.keepRun(), shadow.loadId());
      session.execute(bulk.delete(), shadow.loadId());
    }
    session.query("COMMIT");
    return free;
  }

  private void forget(BlockingSession session) {
    session.execute("DELETE FROM %s WHERE load_id = ?".formatted(shadowLoads), shadow.loadId());
    session.query("COMMIT");
  }
}
