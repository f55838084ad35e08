package com.globant.hiring.local.samples;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes rows of a table, without their line ends. */
final class Rows {
  private final CsvRecords csv;
  private final List<SampleUnit> units;
  private final List<SampleUnit> optional;
  private final List<Faults.One> faults;

  /** By column, the position of its unit. */
  private final int[] unitOf;

  private final long[] indexes;

  Rows(SampleTable table, CsvRecords csv) {
    this.csv = csv;
    this.units = table.units();
    this.optional = units.stream().filter(SampleUnit::isOptional).toList();
    this.faults = Faults.of(table.table());
    this.indexes = new long[units.size()];
    this.unitOf = new int[table.table().columns().size()];
    for (int i = 0; i < units.size(); i++) {
      for (int column : units.get(i).columns()) {
        unitOf[column] = i;
      }
    }
  }

  /** A row that lacks one value, if one may be missing. */
  void incomplete(int row, SplitMix64 random) throws IOException {
    row(row, random, optional.isEmpty() ? null : optional.get(random.below(optional.size())), null);
  }

  /** A row that breaks a rule. */
  void invalid(int row, SplitMix64 random) throws IOException {
    row(row, random, null, faults.get(random.below(faults.size())));
  }

  /**
   * @param row from 0
   * @param lacking the unit without a value, or null
   * @param fault what is wrong with the row, or null
   */
  void row(int row, SplitMix64 random, @Nullable SampleUnit lacking, Faults.@Nullable One fault)
      throws IOException {
    for (int i = 0; i < indexes.length; i++) {
      SampleUnit unit = units.get(i);
      boolean needed = unit != lacking || unit.isFollowed();
      indexes[i] = needed ? unit.index(row, random, indexes) : -1;
    }
    int columns = unitOf.length - (fault != null && fault.column() == Faults.TOO_FEW ? 1 : 0);
    for (int column = 0; column < columns; column++) {
      if (column > 0) {
        csv.delimiter();
      }
      SampleUnit unit = units.get(unitOf[column]);
      if (fault != null && fault.column() == column) {
        csv.field(Objects.requireNonNullElse(fault.text(), ""));
      } else if (unit != lacking && indexes[unitOf[column]] >= 0) {
        unit.write(csv, column, indexes[unitOf[column]]);
      }
    }
    if (fault != null && fault.column() == Faults.TOO_MANY) {
      csv.delimiter();
      csv.field("too many");
    }
  }
}
