package com.globant.hiring.mysql.record;

import com.globant.hiring.application.Blocking;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.mysql.MySqlSettings;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Connections;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The record of a load, locked in the load's own transaction from its first statement to its end.
 * So a record that is running but not locked is that of a load that died, and a record says
 * committed if and only if the load is.
 */
public final class RecordLock {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Connections connections;
  private final MySqlSettings settings;
  private final RecordSql sql;
  private final BlockingSession session;
  private final String loadId;

  /**
   * @param session of the load
   */
  public RecordLock(
      Vertx vertx,
      Connections connections,
      MySqlSettings settings,
      BlockingSession session,
      LoadPlan plan) {
    this.vertx = vertx;
    this.connections = connections;
    this.settings = settings;
    this.sql = new RecordSql(settings.serviceSchema());
    this.session = session;
    this.loadId = plan.loadId();
  }

  /** Locks the record. Fails with {@code aborted} if it does not say that the load is running. */
  public void claim() {
    if (session.execute(sql.claim(), loadId).size() != 1) {
      throw notRunning();
    }
  }

  /**
   * Sets the record to committed, in the load's transaction. Fails if the load was cancelled or
   * aborted. A request to cancel it waits from now on, and comes too late if the load commits.
   */
  public void setCommitted(LoadResult result) {
    Tuple end = RecordColumns.end(LoadStatus.COMMITTED, result, null).addString(loadId);
    int wanted = session.execute(sql.deleteProgressUnlessCancelled(), loadId).rowCount();
    if (session.execute(sql.commit(), end).rowCount() != 1) {
      throw notRunning();
    }
    if (wanted != 1) {
      throw cancelled();
    }
  }

  /**
   * Commits the load's transaction, and gives its connection back. After an error, or without an
   * answer, the load may be committed or not: fails if it is not.
   *
   * @param outcome whether the load is committed, asked when the connection is closed
   */
  public void commit(BooleanSupplier outcome) {
    try {
      session.query("COMMIT");
      session.giveBack();
    } catch (RuntimeException failure) {
      session.discard();
      if (!outcome.getAsBoolean()) {
        throw failure;
      }
    }
  }

  /**
   * Reads the outcome of a COMMIT whose answer was lost. The record can be read when the server has
   * ended the load's transaction. Fails if the database cannot be reached for too long.
   */
  public boolean isCommitted() {
    return ask(
        other -> {
          RowSet<Row> found = other.execute(sql.statusWhenFree(), loadId);
          return found.size() == 1
              && LoadStatus.COMMITTED.wireName().equals(found.iterator().next().getString(0));
        });
  }

  /**
   * Asks about the outcome of the load until the database answers. Fails if it cannot be reached
   * for too long.
   *
   * @param question to be asked over a connection whose statements are transactions of their own
   */
  public boolean ask(Function<BlockingSession, Boolean> question) {
    long deadline = System.nanoTime() + settings.outcomeLookup().toNanos();
    for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        return connections.onReportConnection(question);
      } catch (RuntimeException failure) {
        if (System.nanoTime() - deadline >= 0) {
          throw unknown(failure);
        }
      }
      Blocking.await(vertx.timer(pause.toMillis()).toCompletionStage());
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
  }

  private Refused notRunning() {
    return new Refused(
        RefusalCode.ABORTED,
        "load %s was taken for dead, because nothing was seen of it; nothing of it is in the table, send it again"
            .formatted(loadId));
  }

  private static Refused cancelled() {
    return new Refused(
        RefusalCode.CANCELLED, "the load was cancelled; nothing of it is in the table");
  }

  private Refused unknown(Throwable failure) {
    return new Refused(
        RefusalCode.DATABASE_UNAVAILABLE,
        "the database went away during the commit and stays away, so it is unknown whether the load was committed; it was if table loads of schema %s says so of load_id %s, look there before you repeat it"
            .formatted(settings.serviceSchema(), loadId),
        failure);
  }
}
