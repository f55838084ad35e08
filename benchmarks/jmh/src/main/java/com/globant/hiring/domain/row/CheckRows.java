package com.globant.hiring.domain.row;

import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.csv.SampleRows;
import com.globant.hiring.domain.report.HiringTables;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.roaringbitmap.RoaringBitmap;

/** From rows as read to rows of values: one operation is one row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CheckRows {
  private static final int ROWS = 100_000;
  private static final int BATCH = 1000;

  /** As in the sample files. */
  private static final int DEPARTMENTS = 12;

  private static final int JOBS = 180;

  private final List<RawRow> rows = SampleRows.rows(ROWS);
  private final RowRules rules =
      new RowRules(
          HiringTables.HIRED_EMPLOYEES,
          ColumnOrder.of(HiringTables.HIRED_EMPLOYEES),
          MissingValues.NULL,
          Map.of(
              HiringTables.HIRED_EMPLOYEES.foreignKeys().get(0),
              keys(DEPARTMENTS),
              HiringTables.HIRED_EMPLOYEES.foreignKeys().get(1),
              keys(JOBS)));

  private static KeySet keys(int last) {
    RoaringBitmap keys = new RoaringBitmap();
    keys.add(1L, last + 1L);
    return key -> keys.contains((int) key);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void check(Blackhole outcomes) {
    for (int from = 0; from < ROWS; from += BATCH) {
      outcomes.consume(rules.check(rows.subList(from, from + BATCH)));
    }
  }
}
