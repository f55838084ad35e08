package com.globant.hiring.local.samples;

import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table are made. The columns of each foreign key are one {@link SampleUnit},
 * every other column is one of its own. Here it is decided which units draw values at random, and
 * which go by the number of the row, so that no key comes twice.
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
  private final List<SampleUnit> units = new ArrayList<>();

  /** By column. */
  private final SampleUnit[] unitOf;

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
    this.unitOf = new SampleUnit[table.columns().size()];
    others.put(table.name(), this);
    references();
    for (int i = 0; i < unitOf.length; i++) {
      if (unitOf[i] == null) {
        Column column = table.columns().get(i);
        add(new SampleUnit(this, List.of(i), Domains.of(table, column, hints), null));
      }
    }
    units.sort(Comparator.comparingInt(unit -> unit.columns().get(0)));
    keys();
    for (SampleUnit unit : units) {
      if (unit.isInOrder() && unit.mode == SampleUnit.Mode.RANDOM) {
        unit.mode = SampleUnit.Mode.ROW;
      }
      unit.near = near(unit);
    }
    units.forEach(unit -> unit.followed = units.stream().anyMatch(other -> other.near == unit));
  }

  private @Nullable SampleUnit near(SampleUnit unit) {
    String name =
        unit.isReference()
            ? hints.near(table.name(), table.columns().get(unit.columns().get(0)).name())
            : null;
    return name == null ? null : unitOf[table.position(name)];
  }

  Table table() {
    return table;
  }

  List<SampleUnit> units() {
    return units;
  }

  /** The unit of a column. */
  SampleUnit unitOf(int column) {
    return unitOf[column];
  }

  /** How many rows a table of the schema has. */
  int rowsOf(String name) {
    return (int) Math.min(rows.getOrDefault(name, hints.rows(name)), other(name).capacity);
  }

  /** How many rows can be made. */
  long capacity() {
    return capacity;
  }

  /** A table of the schema, which is made if it is not there yet. */
  SampleTable other(String name) {
    SampleTable made = others.get(name);
    return made != null
        ? made
        : new SampleTable(table.schema().table(name).orElseThrow(), hints, rows, others);
  }

  private void add(SampleUnit unit) {
    units.add(unit);
    unit.columns().forEach(column -> unitOf[column] = unit);
  }

  /** Those of many columns first: a smaller one inside of another follows from it. */
  private void references() {
    List<ForeignKey> keys = new ArrayList<>(table.foreignKeys());
    keys.sort(Comparator.comparing(key -> -key.columns().size()));
    for (ForeignKey key : keys) {
      List<Integer> columns = key.columns().stream().map(table::position).toList();
      long taken = columns.stream().filter(column -> unitOf[column] != null).count();
      if (taken == 0) {
        add(new SampleUnit(this, columns, null, key));
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
    List<Set<SampleUnit>> keys = new ArrayList<>();
    keys.add(unitsOf(table.definition().primaryKey()));
    table.definition().uniqueKeys().forEach(key -> keys.add(unitsOf(key)));
    keys.removeIf(Set::isEmpty);
    keys.sort(Comparator.comparingInt(Set::size));
    keys.forEach(this::distinguish);
    for (Table other : table.schema().tables()) {
      other.foreignKeys().stream()
          .filter(key -> key.table().equals(table.name()))
          .flatMap(key -> unitsOf(key.referencedColumns()).stream())
          .filter(unit -> unit.mode == SampleUnit.Mode.RANDOM)
          .forEach(unit -> unit.mode = SampleUnit.Mode.HASHED);
    }
  }

  private Set<SampleUnit> unitsOf(List<String> columns) {
    Set<SampleUnit> found = new LinkedHashSet<>();
    columns.forEach(column -> found.add(unitOf[table.position(column)]));
    return found;
  }

  /** Gives the units of a key indexes that together are different for each row. */
  private void distinguish(Set<SampleUnit> key) {
    if (key.stream().anyMatch(unit -> unit.capacity() <= 0)) {
      throw cannot("keys of texts with lists (--hints), which may repeat");
    }
    // So many rows in turn have the same index in the unit that goes on.
    long same =
        key.stream()
            .filter(unit -> unit.mode == SampleUnit.Mode.ROW && unit.radix == Long.MAX_VALUE)
            .mapToLong(unit -> unit.divisor)
            .min()
            .orElse(Long.MAX_VALUE);
    List<SampleUnit> free =
        key.stream().filter(unit -> unit.mode == SampleUnit.Mode.RANDOM).toList();
    if (free.size() == key.size()) {
      number(free);
    } else if (same > 1) {
      SampleUnit largest =
          free.stream()
              .max(Comparator.comparingLong(SampleUnit::capacity))
              .orElseThrow(() -> cannot("unique keys that share all their columns with others"));
      largest.mode = SampleUnit.Mode.ROW;
      if (largest.capacity() >= same) {
        largest.radix = same;
      } else {
        capacity = Math.min(capacity, largest.capacity());
      }
    }
    free.stream()
        .filter(unit -> unit.mode == SampleUnit.Mode.RANDOM)
        .forEach(unit -> unit.mode = SampleUnit.Mode.HASHED);
  }

  /** The unit with the most values is the one that goes on, the others begin again and again. */
  private void number(List<SampleUnit> key) {
    SampleUnit leading = key.get(0);
    for (SampleUnit unit : key) {
      leading = unit.capacity() > leading.capacity() ? unit : leading;
    }
    long divisor = 1;
    for (int i = key.size() - 1; i >= 0; i--) {
      SampleUnit unit = key.get(i);
      if (unit != leading) {
        unit.mode = SampleUnit.Mode.ROW;
        unit.divisor = divisor;
        unit.radix =
            leading.capacity() >= MANY && !unit.isReference()
                ? Math.min(unit.capacity(), GROUP)
                : unit.capacity();
        divisor *= Math.max(1, Math.min(unit.radix, Long.MAX_VALUE / divisor));
      }
    }
    leading.mode = SampleUnit.Mode.ROW;
    leading.divisor = divisor;
    long most =
        leading.capacity() > Long.MAX_VALUE / divisor
            ? Long.MAX_VALUE
            : leading.capacity() * divisor;
    capacity = Math.min(capacity, most);
  }
}
