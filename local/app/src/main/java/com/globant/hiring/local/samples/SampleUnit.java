package com.globant.hiring.local.samples;

import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.IntegerType;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns that get their values together. A row has in them the index of a value or of a referenced
 * row: at random, or by the number of the row alone, so that other tables can reference the row.
 */
final class SampleUnit {
  /** Where an index comes from. */
  enum Mode {
    RANDOM,
    /** The number of the row, divided, modulo. */
    ROW,
    /** Any value, but always the same for a row. */
    HASHED
  }

  private final SampleTable of;
  private final Table table;
  private final List<Integer> columns;
  private final @Nullable Domain domain;
  private final @Nullable ForeignKey reference;
  private final boolean toOwnTable;
  Mode mode = Mode.RANDOM;
  long divisor = 1;
  long radix = Long.MAX_VALUE;
  @Nullable SampleUnit near;
  boolean followed;

  /** Rows of the referenced table; 0 if not known yet. */
  private int count;

  /** By position in the key, what the other table has there; null if not known yet. */
  private SampleUnit @Nullable [] targets;

  private int[] targetColumns = {};

  /**
   * @param domain of the values, or null
   * @param reference that the columns are, or null
   */
  SampleUnit(
      SampleTable of,
      List<Integer> columns,
      @Nullable Domain domain,
      @Nullable ForeignKey reference) {
    this.of = of;
    this.table = of.table();
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
      count = of.rowsOf(referenced());
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

  /** Whether the values go on from row to row. */
  boolean isInOrder() {
    return domain != null && domain.inOrder();
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
        : nearby(near, indexes[of.units().indexOf(near)], random);
  }

  /** Three out of four references are to what belongs to the reference of another column. */
  private long nearby(SampleUnit other, long index, SplitMix64 random) {
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

  void write(CsvRecords csv, int column, long index) throws IOException {
    if (domain != null) {
      domain.write(csv, index);
    } else if (table.columns().get(column).type() instanceof IntegerType) {
      SampleUnit target = target(column);
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
    SampleUnit target = target(column);
    int referenced = referencedColumn(column);
    String text = target.text(referenced, target.fixed(index));
    Object value = of.other(referenced()).table().columns().get(referenced).type().parse(text);
    return table.columns().get(column).type().format(value);
  }

  private SampleUnit target(int column) {
    if (targets == null) {
      SampleTable other = of.other(referenced());
      targetColumns = referencedNames().stream().mapToInt(other.table()::position).toArray();
      targets = Arrays.stream(targetColumns).mapToObj(other::unitOf).toArray(SampleUnit[]::new);
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
