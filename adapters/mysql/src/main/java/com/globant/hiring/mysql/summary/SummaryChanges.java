package com.globant.hiring.mysql.summary;

import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.report.Hire;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.mysql.connection.Session;
import com.globant.hiring.mysql.connection.Sql;
import com.globant.hiring.mysql.summary.HireCells.Cell;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What one load changes of the summary of hires, counted from the rows that it wrote. Loads of
 * other tables change nothing of it.
 *
 * <p>Kept in memory until the commit, because whoever changes a cell holds it from then on, and
 * every load changes about the same ones. Used on the context of its session.
 */
public final class SummaryChanges {
  /** Cells in memory, some megabytes of them; a load that has more puts them into a table. */
  static final int MOST_CELLS = 32_768;

  private static final int CELLS_A_STATEMENT = 500;

  /** However large their counts, a statement of so many is less than 1 MiB. */
  private static final int GROUPS_A_STATEMENT = 256;

  private final Session session;
  private final LoadPlan plan;
  private final HireCells cells = new HireCells();
  private final Future<Before> before;
  private boolean spilled;
  private @Nullable Integer firstKey;
  private @Nullable Integer lastKey;

  /**
   * The table as the load began.
   *
   * @param right whether the summary is of what is in it, as far as can be told at once
   */
  private record Before(String version, boolean empty, boolean right) {}

  /**
   * @param session of the load
   * @param reader to look at the table with as it is when the load begins; it then holds on to it
   *     until its transaction ends
   */
  public SummaryChanges(Session session, Session reader, LoadPlan plan) {
    this.session = session;
    this.plan = plan;
    this.before = before(reader);
  }

  /** Asked at once, since later the rows of this load would be seen too. */
  private Future<Before> before(Session reader) {
    return areCounted() && plan.append()
        ? reader
            .query(ContentsSql.stateOfHires(plan.schema()))
            .map(
                rows -> {
                  var row = rows.iterator().next();
                  return new Before(
                      row.getString(0), row.getInteger(1) == 1, row.getInteger(2) == 1);
                })
        : Future.succeededFuture(new Before("", false, true));
  }

  /**
   * Whether the rows of this load will be all that is in the table. So they are also after another
   * client has emptied it, when the summary still has what was there.
   *
   * @param version of the content just before the load's commit
   */
  Future<Boolean> isWholeContent(@Nullable String version) {
    return before.map(
        begun -> !plan.append() || (begun.empty() && begun.version().equals(version)));
  }

  /** Whether the summary was of what was in the table as this load began. */
  boolean wasRight() {
    return before.result().right();
  }

  /** The least key of the rows inserted, null for none. */
  @Nullable Integer firstKey() {
    return firstKey;
  }

  /** The greatest key of the rows inserted, null for none. */
  @Nullable Integer lastKey() {
    return lastKey;
  }

  /** Whether the load is of the table that is summarised. */
  public boolean areCounted() {
    return plan.table().equals(HiringTables.HIRED_EMPLOYEES);
  }

  public void inserted(List<Row> rows) {
    if (!areCounted() || rows.isEmpty()) {
      return;
    }
    int first = firstKey == null ? Integer.MAX_VALUE : firstKey;
    int last = lastKey == null ? Integer.MIN_VALUE : lastKey;
    for (Row row : rows) {
      int key = row.key();
      first = Math.min(first, key);
      last = Math.max(last, key);
      cells.add(HireCells.hire(row));
    }
    firstKey = first;
    lastKey = last;
  }

  /** Takes back {@link #inserted}. */
  public void notInserted(List<Row> rows) {
    if (areCounted()) {
      rows.forEach(row -> cells.subtract(HireCells.hire(row)));
    }
  }

  /**
   * Locks the rows of some keys and gives what of them was counted.
   *
   * @param rows at least one and at most {@link Sql#KEYS_A_STATEMENT}
   */
  public Future<Map<Integer, Hire>> former(List<Row> rows) {
    Map<Integer, Hire> former = new HashMap<>();
    return session
        .execute(
            Sql.hiresAmong(plan.schema(), Sql.KEYS_A_STATEMENT),
            Sql.keyParameters(rows.stream().mapToInt(Row::key)))
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
  public void updated(List<Row> rows, Map<Integer, Hire> former) {
    for (Row row : rows) {
      Hire hire = HireCells.hire(row);
      Hire before = former.put(row.key(), hire);
      if (before != null) {
        cells.subtract(before);
      }
      cells.add(hire);
    }
  }

  /** Makes room in memory where that is needed. Nobody else waits for what this locks. */
  public Future<Void> spillIfLarge() {
    return cells.size() > MOST_CELLS ? spill() : Future.succeededFuture();
  }

  private Future<Void> spill() {
    spilled = true;
    List<Future<?>> sent = new ArrayList<>();
    for (List<Cell> some : parts(cells.drain(), CELLS_A_STATEMENT)) {
      sent.add(session.query(SummarySql.spill(plan.schema(), plan.loadId(), some)));
    }
    return Future.all(sent).mapEmpty();
  }

  /**
   * Adds all changes to the summary. Must not be done by two loads at a time, as each reads what
   * there is and writes what is to be.
   */
  Future<Void> addToSummary() {
    if (!spilled) {
      List<Entry<CellGroup, List<Cell>>> groups =
          List.copyOf(CellGroup.grouped(cells.drain()).entrySet());
      Future<Void> added = Future.succeededFuture();
      for (List<Entry<CellGroup, List<Cell>>> some : parts(groups, GROUPS_A_STATEMENT)) {
        added = added.compose(nothing -> add(some));
      }
      return added;
    }
    Tuple twice = Tuple.of(plan.loadId(), plan.loadId());
    return spill()
        .compose(all -> session.execute(SummarySql.addSpilled(plan.schema()), twice))
        .compose(
            added ->
                session.execute(SummarySql.deleteSpilled(plan.schema()), Tuple.of(plan.loadId())))
        .mapEmpty();
  }

  private Future<Void> add(List<Entry<CellGroup, List<Cell>>> changes) {
    Map<CellGroup, List<Cell>> rows = new LinkedHashMap<>();
    changes.forEach(change -> rows.put(change.getKey(), change.getValue()));
    return session
        .execute(SummarySql.among(plan.schema()), Tuple.of(SummarySql.keys(rows.keySet())))
        .compose(
            found -> {
              for (io.vertx.sqlclient.Row row : found) {
                CellGroup group =
                    new CellGroup(row.getInteger(0), row.getInteger(1), row.getLong(2));
                rows.computeIfPresent(
                    group, (same, added) -> CellGroup.sum(group.read(row.getString(3)), added));
              }
              return session.query(SummarySql.put(plan.schema(), rows));
            })
        .mapEmpty();
  }

  private static <T> List<List<T>> parts(List<T> all, int size) {
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(from + size, all.size())));
    }
    return parts;
  }
}
