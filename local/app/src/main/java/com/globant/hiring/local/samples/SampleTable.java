package com.globant.hiring.local.samples;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.IntegerType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table are made. The columns of each foreign key are one unit, every other
 * column is one of its own. A unit has the index of a value or of a referenced row: at random, or
 * in units of keys by the number of the row alone, so that other tables can reference the row.
 */
final class SampleTable {
  /** Units with fewer values are used up before others go on. */
  private static final long MANY = 10_000_000;

  /** Rows that share the values of the first column of a key of several, if there are many. */
  private static final long GROUP = 10;

  private final Table table;
  private final Hints hints;
  private final Map<String, Integer> rows;
  private final Map<String, SampleTable> others;
  private final List<Unit> units = new ArrayList<>();

  /** By column. */
  private final Unit[] unitOf;

  private long capacity = Long.MAX_VALUE;

  /**
   * @param rows of referenced tables, by name
   * @param others the tables that were made so far, by name
   * @throws IllegalArgumentException if rows cannot be made by the definition
   */
  SampleTable(
      Table table, Hints hints, Map<String, Integer> rows, Map<String, SampleTable> others) {
    this.table = table;
    this.hints = hints;
    this.rows = rows;
    this.others = others;
    this.unitOf = new Unit[table.columns().size()];
    others.put(table.name(), this);
    references();
    for (int i = 0; i < unitOf.length; i++) {
      if (unitOf[i] == null) {
        Column column = table.columns().get(i);
        add(new Unit(List.of(i), Domains.of(table, column, hints), null));
      }
    }
    units.sort(Comparator.comparingInt(unit -> unit.columns.get(0)));
    keys();
    for (Unit unit : units) {
      if (unit.domain != null && unit.domain.inOrder() && unit.mode == Mode.RANDOM) {
        unit.mode = Mode.ROW;
      }
      unit.near = near(unit);
    }
    units.forEach(unit -> unit.followed = units.stream().anyMatch(other -> other.near == unit));
  }

  private @Nullable Unit near(Unit unit) {
    String name =
        unit.reference == null ? null : hints.near(table.name(), unit.reference.columns().get(0));
    return name == null ? null : unitOf[table.position(name)];
  }

  private enum Mode {
    RANDOM,
    /** The number of the row, divided, modulo. */
    ROW,
    /** Any value, but always the same for a row. */
    HASHED
  }

  /** Columns that get their values together. */
  final class Unit {
    private final List<Integer> columns;
    private final @Nullable Domain domain;
    private final @Nullable ForeignKey reference;
    private final boolean toOwnTable;
    private Mode mode = Mode.RANDOM;
    private long divisor = 1;
    private long radix = Long.MAX_VALUE;
    private @Nullable Unit near;
    private boolean followed;

    /** Rows of the referenced table; 0 if not known yet. */
    private int count;

    /** By position in the key, what the other table has there; null if not known yet. */
    private Unit @Nullable [] targets;

    private int[] targetColumns = {};

    Unit(List<Integer> columns, @Nullable Domain domain, @Nullable ForeignKey reference) {
      this.columns = columns;
      this.domain = domain;
      this.reference = reference;
      this.toOwnTable = reference != null && reference.table().equals(table.name());
    }

    long capacity() {
      return domain != null ? domain.capacity() : referencedRows();
    }

    private int referencedRows() {
      if (toOwnTable) {
        return Integer.MAX_VALUE;
      }
      if (count == 0) {
        String name = referenced();
        count = (int) Math.min(rows.getOrDefault(name, hints.rows(name)), other(name).capacity);
      }
      return count;
    }

    private String referenced() {
      if (reference == null) {
        throw new IllegalStateException("no reference");
      }
      return reference.table();
    }

    boolean isOptional() {
      return columns.stream().noneMatch(i -> table.isRequired(table.columns().get(i)));
    }

    List<Integer> columns() {
      return columns;
    }

    boolean isReference() {
      return reference != null;
    }

    /**
     * The index for a row.
     *
     * @param row from 0
     * @return negative if there is nothing to reference
     */
    long index(long row, SplitMix64 random, long[] indexes) {
      if (mode != Mode.RANDOM) {
        return fixed(row);
      }
      if (domain != null) {
        return domain.draw(random);
      }
      if (toOwnTable) {
        return row == 0 ? (isOptional() ? -1 : 0) : random.below((int) row);
      }
      int others = referencedRows();
      return near == null
          // The first ones are referenced more often than the last ones.
          ? Math.min(random.below(others), random.below(others))
          : nearby(near, indexes[units.indexOf(near)], random);
    }

    /** Three out of four references are to what belongs to the reference of another column. */
    private long nearby(Unit other, long index, SplitMix64 random) {
      if (random.below(4) == 0) {
        return random.below(referencedRows());
      }
      int share = Math.max(1, referencedRows() / other.referencedRows());
      return (index * share + random.below(share)) % referencedRows();
    }

    /** Whether the index of another unit depends on the one of this. */
    boolean isFollowed() {
      return followed;
    }

    /** The index that does not depend on anything but the row. */
    private long fixed(long row) {
      return mode == Mode.ROW
          ? row / divisor % radix
          : Long.remainderUnsigned(SplitMix64.mixed(row + columns.get(0)), capacity());
    }

    void write(CsvBytes csv, int column, long index) {
      if (domain != null) {
        domain.write(csv, index);
      } else if (table.columns().get(column).type() instanceof IntegerType) {
        Unit target = target(column);
        target.write(csv, referencedColumn(column), target.fixed(index));
      } else {
        csv.field(text(column, index));
      }
    }

    /** The value as the column writes it, which may be in another notation than the referenced. */
    private String text(int column, long index) {
      if (domain != null) {
        return domain.text(index);
      }
      Unit target = target(column);
      int referenced = referencedColumn(column);
      String text = target.text(referenced, target.fixed(index));
      Object value = other(referenced()).table.columns().get(referenced).type().parse(text);
      return table.columns().get(column).type().format(value);
    }

    private Unit target(int column) {
      if (targets == null) {
        SampleTable other = other(referenced());
        targetColumns = referencedNames().stream().mapToInt(other.table::position).toArray();
        targets =
            Arrays.stream(targetColumns).mapToObj(one -> other.unitOf[one]).toArray(Unit[]::new);
      }
      return targets[position(column)];
    }

    private int referencedColumn(int column) {
      return targetColumns[position(column)];
    }

    private int position(int column) {
      return columns.size() == 1 ? 0 : columns.indexOf(column);
    }

    private List<String> referencedNames() {
      return reference == null ? List.of() : reference.referencedColumns();
    }
  }

  Table table() {
    return table;
  }

  List<Unit> units() {
    return units;
  }

  /** How many rows can be made. */
  long capacity() {
    return capacity;
  }

  private SampleTable other(String name) {
    SampleTable made = others.get(name);
    return made != null
        ? made
        : new SampleTable(table.schema().table(name).orElseThrow(), hints, rows, others);
  }

  private void add(Unit unit) {
    units.add(unit);
    unit.columns.forEach(column -> unitOf[column] = unit);
  }

  /** Those of many columns first: a smaller one inside of another follows from it. */
  private void references() {
    List<ForeignKey> keys = new ArrayList<>(table.foreignKeys());
    keys.sort(Comparator.comparing(key -> -key.columns().size()));
    for (ForeignKey key : keys) {
      List<Integer> columns = key.columns().stream().map(table::position).toList();
      long taken = columns.stream().filter(column -> unitOf[column] != null).count();
      if (taken == 0) {
        add(new Unit(columns, null, key));
      } else if (taken < columns.size()) {
        throw cannot("foreign keys that share some of their columns");
      }
    }
  }

  private IllegalArgumentException cannot(String what) {
    return new IllegalArgumentException(
        "Rows of %s cannot be made: the generator does not do %s".formatted(table.name(), what));
  }

  private void keys() {
    List<Set<Unit>> keys = new ArrayList<>();
    keys.add(unitsOf(table.definition().primaryKey()));
    table.definition().uniqueKeys().forEach(key -> keys.add(unitsOf(key)));
    keys.removeIf(Set::isEmpty);
    keys.sort(Comparator.comparingInt(Set::size));
    keys.forEach(this::distinguish);
    for (Table other : table.schema().tables()) {
      other.foreignKeys().stream()
          .filter(key -> key.table().equals(table.name()))
          .flatMap(key -> unitsOf(key.referencedColumns()).stream())
          .filter(unit -> unit.mode == Mode.RANDOM)
          .forEach(unit -> unit.mode = Mode.HASHED);
    }
  }

  private Set<Unit> unitsOf(List<String> columns) {
    Set<Unit> found = new LinkedHashSet<>();
    columns.forEach(column -> found.add(unitOf[table.position(column)]));
    return found;
  }

  /** Gives the units of a key indexes that together are different for each row. */
  private void distinguish(Set<Unit> key) {
    if (key.stream().anyMatch(unit -> unit.capacity() <= 0)) {
      throw cannot("keys of texts with lists (--hints), which may repeat");
    }
    // So many rows in turn have the same index in the unit that goes on.
    long same =
        key.stream()
            .filter(unit -> unit.mode == Mode.ROW && unit.radix == Long.MAX_VALUE)
            .mapToLong(unit -> unit.divisor)
            .min()
            .orElse(Long.MAX_VALUE);
    List<Unit> free = key.stream().filter(unit -> unit.mode == Mode.RANDOM).toList();
    if (free.size() == key.size()) {
      number(free);
    } else if (same > 1) {
      Unit largest =
          free.stream()
              .max(Comparator.comparingLong(Unit::capacity))
              .orElseThrow(() -> cannot("unique keys that share all their columns with others"));
      largest.mode = Mode.ROW;
      if (largest.capacity() >= same) {
        largest.radix = same;
      } else {
        capacity = Math.min(capacity, largest.capacity());
      }
    }
    free.stream().filter(unit -> unit.mode == Mode.RANDOM).forEach(unit -> unit.mode = Mode.HASHED);
  }

  /** The unit with the most values is the one that goes on, the others begin again and again. */
  private void number(List<Unit> key) {
    Unit leading = key.get(0);
    for (Unit unit : key) {
      leading = unit.capacity() > leading.capacity() ? unit : leading;
    }
    long divisor = 1;
    for (int i = key.size() - 1; i >= 0; i--) {
      Unit unit = key.get(i);
      if (unit != leading) {
        unit.mode = Mode.ROW;
        unit.divisor = divisor;
        unit.radix =
            leading.capacity() >= MANY && !unit.isReference()
                ? Math.min(unit.capacity(), GROUP)
                : unit.capacity();
        divisor *= Math.max(1, Math.min(unit.radix, Long.MAX_VALUE / divisor));
      }
    }
    leading.mode = Mode.ROW;
    leading.divisor = divisor;
    long most =
        leading.capacity() > Long.MAX_VALUE / divisor
            ? Long.MAX_VALUE
            : leading.capacity() * divisor;
    capacity = Math.min(capacity, most);
  }
}
