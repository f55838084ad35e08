package com.globant.hiring.mysql.rows;

import com.globant.hiring.application.Blocking;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.LoadPlan;
import com.globant.hiring.application.load.Written;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.mysql.keys.KeyHash;
import com.globant.hiring.mysql.keys.KeyLookUp;
import com.globant.hiring.mysql.keys.TableKey;
import io.vertx.core.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The references of the rows of one load to rows of the same table. A row goes on if the rows that
 * it references came earlier or are in the table. Else it waits on disk for the end of the file.
 * Then, level by level, those rows follow whose references are in the table; then those that
 * reference each other. The rest is refused.
 *
 * <p>If a table has one key only, a row whose key was seen is in the table in the end, or another
 * one with this key. If it has several, a row may be refused because of another key, so the
 * database is asked after each level.
 *
 * <p>Used on the load's thread.
 */
public final class SelfReferences {
  private static final int ROWS_A_BATCH = 1000;
  private static final int CHARACTERS_A_BATCH = 1 << 20;

  private final LoadPlan plan;
  private final Table table;
  private final RowWriter writer;
  private final RowFiles files;
  private final List<Reference> references;
  private final List<Target> targets;

  /** Whether each key that was seen is in the table in the end. */
  private final boolean seenIsStored;

  private final WaitingGraph graph;
  private final KeyHash hash = new KeyHash();
  private final List<CompletionStage<Written>> writes = new ArrayList<>();
  private @Nullable WaitingRows rows;
  private Step step = Step.KEEP_BACK;

  private enum Step {
    KEEP_BACK,
    LEVELS,
    CIRCULAR,
    CHECK_CIRCULAR,
    REFUSE
  }

  /** A foreign key. */
  private static final class Reference {
    private final ForeignKey key;

    /** The number of the key that it references. */
    private final int target;

    /** The positions of its columns. */
    private final int[] columns;

    Reference(Table table, ForeignKey key, int target) {
      this.key = key;
      this.target = target;
      this.columns = table.positions(key.columns());
    }
  }

  /** A key that is referenced. */
  private static final class Target {
    private final int number;

    /** The positions of its columns. */
    private final int[] columns;

    private final KeyLookUp keys;

    Target(Table table, int number, List<String> columns, KeyLookUp keys) {
      this.number = number;
      this.columns = table.positions(columns);
      this.keys = keys;
    }
  }

  private SelfReferences(
      LoadPlan plan,
      RowWriter writer,
      RowFiles files,
      List<Reference> references,
      List<Target> targets) {
    this.plan = plan;
    this.table = plan.table();
    this.writer = writer;
    this.files = files;
    this.references = references;
    this.targets = targets;
    this.seenIsStored =
        writer.storesKeysSeen()
            && references.stream()
                .allMatch(
                    reference ->
                        reference.key.referencedColumns().equals(table.definition().primaryKey()));
    this.graph = new WaitingGraph(targets.size(), references.size(), files.keyMemory());
  }

  /**
   * Prepares the references of a load. Blocks.
   *
   * @param context of the load's connections
   */
  public static SelfReferences of(
      Context context, LoadPlan plan, RowWriter writer, RowFiles files) {
    Table table = plan.table();
    List<ForeignKey> keys = table.foreignKeysTo(table);
    List<List<String>> referenced =
        keys.stream().map(ForeignKey::referencedColumns).distinct().toList();
    List<Target> targets = new ArrayList<>();
    for (List<String> columns : referenced) {
      KeyLookUp lookUp = writer.lookUp(context, new TableKey(table, columns), files.keyMemory());
      targets.add(new Target(table, targets.size(), columns, lookUp));
    }
    List<Reference> references =
        keys.stream()
            .map(key -> new Reference(table, key, referenced.indexOf(key.referencedColumns())))
            .toList();
    return new SelfReferences(plan, writer, files, references, targets);
  }

  /** To be called with each write, so that the table is asked after those that matter. */
  public void writing(CompletionStage<Written> write) {
    if (!references.isEmpty()) {
      writes.removeIf(done -> done.toCompletableFuture().isDone() && !failed(done));
      writes.add(write);
    }
  }

  private static boolean failed(CompletionStage<Written> write) {
    return write.toCompletableFuture().isCompletedExceptionally();
  }

  private void awaitWrites() {
    writes.forEach(Blocking::await);
    writes.clear();
  }

  /** Keeps the rows of a batch back that have to wait; gives the others. Blocks. */
  public List<Row> keepBack(List<Row> batch) {
    if (references.isEmpty() || step != Step.KEEP_BACK) {
      return batch;
    }
    List<Row> unknown = new ArrayList<>();
    List<Row> known = divide(batch, unknown);
    if (unknown.isEmpty()) {
      return batch;
    }
    if (plan.append() || !seenIsStored || !writer.hasSeenAll()) {
      if (!seenIsStored) {
        awaitWrites();
      }
      lookUp(unknown);
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
      if (references.stream().allMatch(reference -> isKnown(row, reference, earlier))) {
        known.add(row);
        if (seenIsStored) {
          targets.forEach(target -> earlier.add(numbered(target, row.key(target.columns))));
        }
      } else {
        unknown.add(row);
      }
    }
    return known;
  }

  private static List<Object> numbered(Target target, @Nullable Object key) {
    return key == null ? List.of() : List.of(target.number, key);
  }

  private boolean isKnown(Row row, Reference reference, Set<List<Object>> earlier) {
    Object key = row.key(reference.columns);
    Target target = targets.get(reference.target);
    return key == null
        || (seenIsStored && writer.hasSeen(row, reference.columns))
        || key.equals(row.key(target.columns))
        || earlier.contains(numbered(target, key))
        || target.keys.contains(key);
  }

  /** Looks up in the table what rows reference. */
  private void lookUp(List<Row> some) {
    for (Target target : targets) {
      target.keys.lookUp(
          references.stream()
              .filter(reference -> reference.target == target.number)
              .flatMap(reference -> some.stream().map(row -> row.key(reference.columns)))
              .filter(Objects::nonNull));
    }
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
    for (Target target : targets) {
      graph.setKey(number, target.number, key(target.number, row, target.columns));
    }
    for (int which = 0; which < references.size(); which++) {
      Reference reference = references.get(which);
      graph.setReference(
          number,
          which,
          isKnown(row, reference, Set.of())
              ? WaitingGraph.NONE
              : key(reference.target, row, reference.columns));
    }
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

  private int key(int kind, Row row, int[] columns) {
    return hash.set(kind, row, columns) ? graph.key(hash) : WaitingGraph.NONE;
  }

  /** As {@link com.globant.hiring.application.load.LoadTransaction#nextWaiting}. Blocks. */
  public List<RowOutcome> next() {
    WaitingRows file = rows;
    if (file == null) {
      return List.of();
    }
    if (step == Step.KEEP_BACK) {
      begin(file);
      step = Step.LEVELS;
    }
    List<RowOutcome> next = List.of();
    while (next.isEmpty() && step == Step.LEVELS) {
      next = nextOfLevel(file);
    }
    if (next.isEmpty() && step == Step.CIRCULAR) {
      next = nextCircular(file);
    }
    if (next.isEmpty() && step == Step.CHECK_CIRCULAR) {
      checkCircular(file);
    }
    if (next.isEmpty() && step == Step.REFUSE) {
      next = nextRefused(file);
    }
    return next;
  }

  /** Finds what was written or added to the table after the rows that reference it. */
  private void begin(WaitingRows file) {
    awaitWrites();
    graph.complete();
    boolean ask = plan.append() || !seenIsStored || !writer.hasSeenAll();
    int[] next = {0};
    while (next[0] < graph.rows()) {
      List<Integer> numbers = new ArrayList<>();
      List<Row> some =
          read(file, () -> next[0] < graph.rows() ? next[0]++ : WaitingGraph.NONE, numbers);
      if (ask) {
        lookUp(some);
      }
      for (int i = 0; i < some.size(); i++) {
        for (int which = 0; which < references.size(); which++) {
          int key = graph.reference(numbers.get(i), which);
          if (key != WaitingGraph.NONE && isKnown(some.get(i), references.get(which), Set.of())) {
            graph.markResolved(key);
          }
        }
      }
    }
    graph.begin();
  }

  /** The next rows, with their numbers; none at the end. */
  private List<Row> read(WaitingRows file, IntSupplier next, List<Integer> numbers) {
    List<Row> some = new ArrayList<>();
    long characters = 0;
    while (some.size() < ROWS_A_BATCH && characters < CHARACTERS_A_BATCH) {
      int number = next.getAsInt();
      if (number == WaitingGraph.NONE) {
        break;
      }
      Row row = file.get(graph.position(number));
      characters += row.raw().length();
      numbers.add(number);
      some.add(row);
    }
    return some;
  }

  private List<RowOutcome> nextOfLevel(WaitingRows file) {
    List<Integer> numbers = new ArrayList<>();
    List<Row> some = read(file, graph::nextOfLevel, numbers);
    if (some.isEmpty()) {
      if (!graph.nextLevel()) {
        graph.dropOthers();
        step = Step.CIRCULAR;
      } else if (!seenIsStored) {
        awaitWrites();
      }
      return List.of();
    }
    if (!seenIsStored) {
      lookUp(some);
    }
    List<RowOutcome> stored = new ArrayList<>();
    for (int i = 0; i < some.size(); i++) {
      int number = numbers.get(i);
      if (seenIsStored || isComplete(some.get(i), number)) {
        graph.stored(number);
        stored.add(some.get(i));
      } else {
        graph.putBack(number);
      }
    }
    return stored;
  }

  /** Whether the table has all that a row references; else the rest is unresolved again. */
  private boolean isComplete(Row row, int number) {
    boolean complete = true;
    for (int which = 0; which < references.size(); which++) {
      int key = graph.reference(number, which);
      if (key != WaitingGraph.NONE && !isKnown(row, references.get(which), Set.of())) {
        graph.unresolve(key);
        complete = false;
      }
    }
    return complete;
  }

  private List<RowOutcome> nextCircular(WaitingRows file) {
    List<Integer> numbers = new ArrayList<>();
    List<Row> some = read(file, graph::nextCircular, numbers);
    numbers.forEach(graph::stored);
    if (some.isEmpty()) {
      graph.rewind();
      step = seenIsStored ? Step.REFUSE : Step.CHECK_CIRCULAR;
    }
    return List.copyOf(some);
  }

  /** Rows that reference each other cannot be refused one by one, since they are written. */
  private void checkCircular(WaitingRows file) {
    awaitWrites();
    List<Integer> numbers = new ArrayList<>();
    List<Row> some = read(file, graph::nextCircular, numbers);
    while (!some.isEmpty()) {
      lookUp(some);
      for (int i = 0; i < some.size(); i++) {
        if (!isComplete(some.get(i), numbers.get(i))) {
          throw new Refused(
              RefusalCode.ROWS_REFUSED,
              "%s, and that row was refused; rows that reference each other are loaded together, so mend it or leave all of them out"
                  .formatted(refused(some.get(i), numbers.get(i)).message()));
        }
      }
      numbers.clear();
      some = read(file, graph::nextCircular, numbers);
    }
    graph.rewind();
    step = Step.REFUSE;
  }

  private List<RowOutcome> nextRefused(WaitingRows file) {
    List<Integer> numbers = new ArrayList<>();
    List<Row> some = read(file, graph::nextDropped, numbers);
    return IntStream.range(0, some.size())
        .<RowOutcome>mapToObj(i -> refused(some.get(i), numbers.get(i)))
        .toList();
  }

  private RowRejected refused(Row row, int number) {
    return RowRejected.unknownReference(row, table, firstUnresolved(number).key);
  }

  private Reference firstUnresolved(int number) {
    Predicate<Integer> unresolved =
        which -> {
          int key = graph.reference(number, which);
          return key != WaitingGraph.NONE && !graph.isResolved(key);
        };
    return references.get(
        IntStream.range(0, references.size()).boxed().filter(unresolved).findFirst().orElseThrow());
  }

  /** Deletes the file and gives the memory back. */
  public void close() {
    graph.clear();
    targets.forEach(target -> target.keys.clear());
    if (rows != null) {
      rows.close();
    }
  }
}
