package com.globant.hiring.mysql.summary;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.connection.BlockingSession;
import com.globant.hiring.mysql.connection.Connections;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.keys.TableKey;
import com.globant.hiring.mysql.summary.HireCells.Cell;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that one load writes, adds the counts to the summary of hires, and gives the
 * table's content a new version. A load of another table that the reports read changes the version
 * only; one of a table that they do not read, nothing. Used on the context of its session, if a
 * method does not say that it blocks.
 */
public final class SummaryChanges {
  /** The most cells in memory, some megabytes; more are written before the load ends. */
  static final int MOST_CELLS = 32_768;

  /**
   * Another load holds the version during its COMMIT. That of a hundred million rows takes longer
   * than loads wait for rows otherwise, and is no reason to refuse this one.
   */
  private static final Duration LONGEST_COMMIT = Duration.ofMinutes(10);

  private final Session session;
  private final LoadPlan plan;
  private final boolean counted;

  /** Null if the load is not of hires. */
  private final @Nullable Columns columns;

  private final HireCells cells = new HireCells();
  private int parts;

  /** Loads whose rows another client has deleted, with all others, before this load began. */
  private final List<String> outdated = new ArrayList<>();

  /**
   * @param session over which the load writes its rows
   * @param counted whether rows of the summary are valid as soon as that session commits, rather
   *     than from {@link #publish} on
   */
  public SummaryChanges(Session session, LoadPlan plan, boolean counted) {
    this.session = session;
    this.plan = plan;
    this.counted = counted;
    this.columns = HiringTables.isHires(plan.table()) ? Columns.of(plan.table()) : null;
  }

  /** The positions of the columns that are counted, and of the key. */
  private record Columns(int id, int datetime, int department, int job) {
    static Columns of(Table hires) {
      return new Columns(
          hires.position("id"),
          hires.position("datetime"),
          hires.position("department_id"),
          hires.position("job_id"));
    }

    Hire hire(Row row) {
      return new Hire(
          (LocalDateTime) row.value(datetime),
          (Integer) row.value(department),
          (Integer) row.value(job));
    }
  }

  /**
   * Looks whether the table is empty, before the load writes. If another client has emptied it, the
   * summary still has the counts of its former rows. Blocks.
   *
   * @param connections gives another session than the load's, which must not use the table: the
   *     table could not be exchanged until the load ends
   */
  public void look(Connections connections) {
    if (areCounted() && plan.append()) {
      connections
          .onReportConnection(session -> session.query(SummarySql.loadsIfNoHires(plan.schema())))
          .forEach(row -> outdated.add(row.getString(0)));
    }
  }

  /** Whether the load is of the table that is summarised. */
  public boolean areCounted() {
    return columns != null;
  }

  public synchronized void inserted(List<Row> rows) {
    if (columns != null) {
      rows.forEach(row -> cells.add(columns.hire(row)));
    }
  }

  /**
   * Adds what a job has counted of the rows of a part.
   *
   * @param text see {@link CellsText#addTo(HireCells, String)}
   */
  public synchronized void inserted(String text) {
    CellsText.addTo(cells, text);
  }

  /** Takes back {@link #inserted(List)}. */
  public synchronized void notInserted(List<Row> rows) {
    if (columns != null) {
      rows.forEach(row -> cells.subtract(columns.hire(row)));
    }
  }

  /**
   * Locks the rows of some keys and reads what of them was counted.
   *
   * @param rows at least one and at most {@link Sql#KEYS_A_STATEMENT}
   */
  public Future<Map<Integer, Hire>> former(List<Row> rows) {
    Map<Integer, Hire> former = new HashMap<>();
    TableKey key = new TableKey(plan.table(), List.of("id"));
    return session
        .execute(
            Sql.hiresAmong(plan.schema(), Sql.KEYS_A_STATEMENT),
            key.parameters(rows.stream().map(key::of).toList()))
        .map(
            found -> {
              found.forEach(
                  row ->
                      former.put(
                          row.getInteger(0),
                          new Hire(row.getLocalDateTime(1), row.getInteger(2), row.getInteger(3))));
              return former;
            });
  }

  /**
   * @param rows as they are now, in the order in which they were written
   * @param former what was counted of each key before; changed by this
   */
  public synchronized void updated(List<Row> rows, Map<Integer, Hire> former) {
    Columns hires = Objects.requireNonNull(columns);
    for (Row row : rows) {
      Hire hire = hires.hire(row);
      Hire before = former.put((Integer) row.value(hires.id()), hire);
      if (before != null) {
        cells.subtract(before);
      }
      cells.add(hire);
    }
  }

  /**
   * Takes off the rows whose ids another table has, before they are updated. Blocks.
   *
   * @param ofLoad the session in whose transaction they are locked and updated
   */
  public void replaced(BlockingSession ofLoad, String byTable) {
    if (areCounted()) {
      // Another id than the load's, whose rows are numbered here.
      ofLoad.execute(
          SummarySql.insertWithout(plan.schema(), byTable), UUID.randomUUID().toString());
    }
  }

  /** Whether there are so many counts that they should be written, to bound their memory. */
  public synchronized boolean areMany() {
    return cells.size() > MOST_CELLS;
  }

  /**
   * Adds the counts so far to the summary and forgets them. No other load waits for these rows:
   * each has its own.
   */
  public synchronized Future<Void> write() {
    List<Future<?>> sent = new ArrayList<>();
    List<Cell> sorted = cells.drain();
    int from = 0;
    for (int to = 1; to <= sorted.size(); to++) {
      if (to == sorted.size()
          || to - from == SummarySql.CELLS_A_ROW
          || sorted.get(to).year() != sorted.get(from).year()) {
        Tuple row =
            Tuple.of(
                plan.loadId(),
                sorted.get(from).year(),
                parts++,
                counted,
                CellsText.of(sorted.subList(from, to)));
        sent.add(session.execute(SummarySql.insert(plan.schema()), row));
        from = to;
      }
    }
    return Future.all(sent).mapEmpty();
  }

  /**
   * The last statements before the load's COMMIT: the rest of the counts, then {@link
   * #publish(BlockingSession, String, Table, String, boolean)}. Blocks.
   *
   * @param ofLoad the session in whose transaction the load is committed
   */
  public void publish(BlockingSession ofLoad) {
    if (!HiringTables.isRead(plan.table())) {
      return;
    }
    ofLoad.query("SET @lock_wait = @@SESSION.innodb_lock_wait_timeout");
    ofLoad.query("SET SESSION innodb_lock_wait_timeout = " + LONGEST_COMMIT.toSeconds());
    try {
      ofLoad.await(this::write);
      if (!outdated.isEmpty()) {
        ofLoad.execute(
            SummarySql.deleteLoads(plan.schema(), outdated.size()),
            Tuple.tuple(List.copyOf(outdated)));
      }
      publish(ofLoad, plan.schema(), plan.table(), plan.loadId(), plan.append());
    } finally {
      ofLoad.await(
          () ->
              ofLoad
                  .session()
                  .query("SET SESSION innodb_lock_wait_timeout = @lock_wait")
                  .otherwiseEmpty());
    }
  }

  /**
   * Gives a table's content a new version, which stays locked until the transaction ends, and makes
   * the counts that a load has written valid; those of a replace become the only ones.
   */
  public static void publish(
      BlockingSession session, String schema, Table table, String loadId, boolean append) {
    if (HiringTables.isRead(table)) {
      session.execute(ContentVersions.change(schema), loadId, table.name());
    }
    if (HiringTables.isHires(table)) {
      if (!append) {
        session.query(ContentVersions.lockSummary(schema));
        session.execute(SummarySql.deleteOthers(schema), loadId);
      }
      session.execute(SummarySql.count(schema), loadId);
    }
  }
}
