package com.globant.hiring.mysql.waiting;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.keys.KeyHash;
import com.globant.hiring.mysql.rows.RowFiles;
import com.globant.hiring.mysql.rows.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The references of the rows of one load to rows of the same table. A row goes on if the rows that
 * it references came earlier or are in the table. Else it waits on disk for the end of the file,
 * and {@link WaitingSteps} continue with it.
 *
 * <p>Used on the load's thread.
 */
public final class SelfReferences {
  private final Table table;
  private final RowFiles files;
  private final OwnKeys keys;
  private final WaitingGraph graph;
  private final KeyHash hash = new KeyHash();
  private @Nullable WaitingRows rows;
  private @Nullable WaitingSteps steps;

  /** Blocks. */
  public SelfReferences(LoadPlan plan, RowWriter writer, RowFiles files) {
    this.table = plan.table();
    this.files = files;
    this.keys = new OwnKeys(plan, writer, files.keyMemory());
    this.graph = new WaitingGraph(keys.keys().size(), keys.references().size(), files.keyMemory());
  }

  /** Keeps the rows of a batch back that have to wait; gives the others. Blocks. */
  public List<Row> keepBack(List<Row> batch) {
    if (keys.references().isEmpty() || steps != null) {
      return batch;
    }
    List<Row> unknown = new ArrayList<>();
    List<Row> known = divide(batch, unknown);
    if (unknown.isEmpty()) {
      return batch;
    }
    if (keys.mustAsk()) {
      if (!keys.areSeenStored()) {
        keys.awaitWrites();
      }
      keys.lookUp(unknown);
      unknown.clear();
      known = divide(batch, unknown);
    }
    unknown.forEach(this::keepBack);
    return known;
  }

  private List<Row> divide(List<Row> batch, List<Row> unknown) {
    List<Row> known = new ArrayList<>(batch.size());
    Set<List<Object>> earlier = new HashSet<>();
    for (Row row : batch) {
      if (keys.references().stream().allMatch(reference -> keys.isKnown(row, reference, earlier))) {
        known.add(row);
        if (keys.areSeenStored()) {
          keys.addTo(earlier, row);
        }
      } else {
        unknown.add(row);
      }
    }
    return known;
  }

  private void keepBack(Row row) {
    if (!graph.hasRoom()) {
      throw new Refused(
          RefusalCode.TRANSACTION_TOO_LARGE,
          "%sline %d: more than %d rows of the file come before the rows of %s that they reference, which is more than the service can keep; put rows before those that reference them"
              .formatted(
                  row.file() == null ? "" : row.file() + ", ",
                  row.line(),
                  graph.rows(),
                  table.name()));
    }
    WaitingRows file = rows;
    if (file == null) {
      file = opened();
      rows = file;
    }
    int number = graph.add(file.add(row));
    for (OwnKeys.Key key : keys.keys()) {
      graph.setKey(number, key.number(), numberOf(key.set(hash, row)));
    }
    for (int which = 0; which < keys.references().size(); which++) {
      OwnKeys.Reference reference = keys.references().get(which);
      boolean waits = !keys.isKnown(row, reference, Set.of());
      graph.setReference(number, which, numberOf(waits && reference.set(hash, row)));
    }
  }

  private int numberOf(boolean isSet) {
    return isSet ? graph.key(hash) : WaitingGraph.NONE;
  }

  private WaitingRows opened() {
    try {
      return new WaitingRows(table, files.createWaiting());
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "Rows that wait for others could not be kept in a file: " + failure.getMessage(),
          failure);
    }
  }

  /** As {@link com.globant.hiring.application.load.LoadTransaction#nextWaiting}. Blocks. */
  public List<RowOutcome> next() {
    WaitingRows file = rows;
    if (file == null) {
      return List.of();
    }
    WaitingSteps all = steps;
    if (all == null) {
      all = new WaitingSteps(table, keys, file, graph);
      steps = all;
    }
    return all.next();
  }

  /** Deletes the file and gives the memory back. */
  public void close() {
    graph.clear();
    keys.clear();
    if (rows != null) {
      rows.close();
    }
  }
}
