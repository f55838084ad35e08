package com.globant.hiring.mysql.waiting;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is done with waiting rows at the end of the file: level by level those are written whose
 * references are in the table, then those that reference each other. The rest is refused.
 *
 * <p>Used on the load's thread.
 */
final class WaitingSteps {
  private static final int ROWS_A_BATCH = 1000;
  private static final int CHARACTERS_A_BATCH = 1 << 20;

  private final Table table;
  private final OwnKeys keys;
  private final WaitingRows file;
  private final WaitingGraph graph;
  private Step step = Step.RESOLVE;

  /** The rows of the step, and how many of them are done. */
  private int[] numbers;

  private int at;

  /** In this order. */
  private enum Step {
    /** What rows reference is looked for again: it may have come after them. */
    RESOLVE,
    /** Rows are written, level by level. */
    LEVELS,
    /** Rows are written that reference each other. */
    CIRCULAR,
    /** Those are looked for in the table. */
    CHECK,
    REFUSE
  }

  private record Waiting(int number, Row row) {}

  /** Blocks until all rows before are written. */
  WaitingSteps(Table table, OwnKeys keys, WaitingRows file, WaitingGraph graph) {
    this.table = table;
    this.keys = keys;
    this.file = file;
    this.graph = graph;
    keys.awaitWrites();
    graph.begin();
    this.numbers = IntStream.range(0, graph.rows()).toArray();
  }

  /** As {@link com.globant.hiring.application.load.LoadTransaction#nextWaiting}. Blocks. */
  List<RowOutcome> next() {
    List<RowOutcome> next = List.of();
    while (next.isEmpty() && (at < numbers.length || advance())) {
      next = outcomes(read());
    }
    return next;
  }

  /** Begins the next step, or the next level; false at the end. */
  private boolean advance() {
    switch (step) {
      case RESOLVE, LEVELS -> beginLevel();
      case CIRCULAR -> begin(Step.CHECK, keys.areSeenStored() ? new int[0] : numbers);
      case CHECK -> begin(Step.REFUSE, graph.dropped());
      case REFUSE -> {
        return false;
      }
    }
    return true;
  }

  private void begin(Step next, int[] rowsOfStep) {
    if (!keys.areSeenStored()) {
      keys.awaitWrites();
    }
    step = next;
    numbers = rowsOfStep;
    at = 0;
  }

  private void beginLevel() {
    int[] level = graph.nextLevel();
    if (level.length > 0) {
      begin(Step.LEVELS, level);
    } else {
      graph.dropOthers();
      begin(Step.CIRCULAR, graph.circular());
    }
  }

  /** The next rows of the step. */
  private List<Waiting> read() {
    List<Waiting> some = new ArrayList<>();
    long characters = 0;
    while (at < numbers.length && some.size() < ROWS_A_BATCH && characters < CHARACTERS_A_BATCH) {
      int number = numbers[at++];
      if (step != Step.LEVELS || graph.isReady(number)) {
        Row row = file.get(graph.position(number));
        characters += row.raw().length();
        some.add(new Waiting(number, row));
      }
    }
    if (mustAsk()) {
      keys.lookUp(some.stream().map(Waiting::row).toList());
    }
    return some;
  }

  /** Whether only the database can tell which keys the table has. */
  private boolean mustAsk() {
    return switch (step) {
      case RESOLVE -> keys.mustAsk();
      case LEVELS, CHECK -> !keys.areSeenStored();
      case CIRCULAR, REFUSE -> false;
    };
  }

  private List<RowOutcome> outcomes(List<Waiting> some) {
    List<RowOutcome> outcomes = new ArrayList<>();
    for (Waiting each : some) {
      switch (step) {
        case RESOLVE -> resolve(each);
        case LEVELS -> {
          if (keys.areSeenStored() || isComplete(each)) {
            graph.stored(each.number);
            outcomes.add(each.row);
          } else {
            graph.putBack(each.number);
          }
        }
        case CIRCULAR -> {
          graph.stored(each.number);
          outcomes.add(each.row);
        }
        case CHECK -> check(each);
        case REFUSE -> outcomes.add(refused(each));
      }
    }
    return outcomes;
  }

  /** Finds what was written or added to the table after the row that references it. */
  private void resolve(Waiting each) {
    for (int which = 0; which < keys.references().size(); which++) {
      int key = graph.reference(each.number, which);
      if (key != WaitingGraph.NONE
          && keys.isKnown(each.row, keys.references().get(which), Set.of())) {
        graph.setResolved(key, true);
      }
    }
  }

  /** Whether the table has all that a row references; else the rest is unresolved again. */
  private boolean isComplete(Waiting each) {
    boolean complete = true;
    for (int which = 0; which < keys.references().size(); which++) {
      int key = graph.reference(each.number, which);
      if (key != WaitingGraph.NONE
          && !keys.isKnown(each.row, keys.references().get(which), Set.of())) {
        graph.setResolved(key, false);
        complete = false;
      }
    }
    return complete;
  }

  /** Rows that reference each other cannot be refused one by one, since they are written. */
  private void check(Waiting each) {
    if (!isComplete(each)) {
      throw new Refused(
          RefusalCode.ROWS_REFUSED,
          "%s, and that row was refused; rows that reference each other are loaded together, so mend it or leave all of them out"
              .formatted(refused(each).message()));
    }
  }

  private RowRejected refused(Waiting each) {
    for (int which = 0; which < keys.references().size(); which++) {
      int key = graph.reference(each.number, which);
      if (key != WaitingGraph.NONE && !graph.isResolved(key)) {
        return RowRejected.unknownReference(each.row, table, keys.references().get(which).key());
      }
    }
    throw new IllegalStateException(
        "All that line %d references exists".formatted(each.row.line()));
  }
}
