package com.globant.hiring.mysql.rows;

import com.globant.hiring.csv.SampleRows;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.row.KeySet;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.mysqlclient.impl.datatype.DataType;
import io.vertx.mysqlclient.impl.datatype.DataTypeCodec;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/**
 * From rows of values to the bytes of INSERTs, each value by the driver's own codec: one operation
 * is one row. What the driver does around the values, and the network, is not in it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBatch {
  private static final int ROWS = 1000;
  private static final int COLUMNS = HiringTables.HIRED_EMPLOYEES.columns().size();

  private final List<Row> batch = batch();

  private static List<Row> batch() {
    KeySet any = key -> true;
    RowRules rules =
        new RowRules(
            HiringTables.HIRED_EMPLOYEES,
            ColumnOrder.of(HiringTables.HIRED_EMPLOYEES),
            MissingValues.NULL,
            Map.of(
                HiringTables.HIRED_EMPLOYEES.foreignKeys().get(0),
                any,
                HiringTables.HIRED_EMPLOYEES.foreignKeys().get(1),
                any));
    return SampleRows.rows(ROWS).stream().map(row -> (Row) rules.check(row)).toList();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int encode() {
    int bytes = 0;
    for (int from = 0; from < ROWS; from += LoadStatements.ROWS_A_STATEMENT) {
      Tuple values = values(batch.subList(from, from + LoadStatements.ROWS_A_STATEMENT));
      ByteBuf packet = PooledByteBufAllocator.DEFAULT.directBuffer();
      for (int i = 0; i < values.size(); i++) {
        Object value = Objects.requireNonNull(values.getValue(i), "the rows are complete");
        DataType type = DataTypeCodec.inferDataTypeByEncodingValue(value);
        DataTypeCodec.encodeBinary(type, value, StandardCharsets.UTF_8, packet);
      }
      bytes += packet.readableBytes();
      packet.release();
    }
    return bytes;
  }

  private static Tuple values(List<Row> rows) {
    Object[] values = new Object[rows.size() * COLUMNS];
    int at = 0;
    for (Row row : rows) {
      for (int column = 0; column < COLUMNS; column++) {
        values[at++] = row.value(column);
      }
    }
    return Tuple.wrap(values);
  }
}
