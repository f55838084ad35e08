package com.globant.hiring.csv;

import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.raw.RawRows;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.table.TableDefinition;
import com.globant.hiring.domain.type.BooleanType;
import com.globant.hiring.domain.type.ColumnType;
import com.globant.hiring.domain.type.DateType;
import com.globant.hiring.domain.type.DatetimeType;
import com.globant.hiring.domain.type.IntegerType;
import com.globant.hiring.domain.text.NumberNotation;
import com.globant.hiring.domain.type.NumberType;
import com.globant.hiring.domain.type.StringType;
import com.globant.hiring.domain.text.TimeFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** From bytes to checked rows of 30 columns of many types: one operation is one row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class WideRows {
  private static final int ROWS = 20_000;
  private static final int EACH = 6;

  /** With default notations, or with those of European spreadsheets. */
  @Param({"plain", "european"})
  private String notation = "plain";

  private final RowParser parser = new RowParser(RowParser.DEFAULT_FIELD_LIMIT, 256L << 20);
  private Table table = table(true);
  private byte[] file = new byte[0];

  @Setup
  public void write() {
    boolean plain = notation.equals("plain");
    table = table(plain);
    file = file(plain);
  }

  private static Table table(boolean plain) {
    NumberNotation numbers = plain ? NumberNotation.DEFAULT : new NumberNotation(',', '.', true);
    TimeFormat day = new TimeFormat("%d.%m.%Y");
    ColumnType[] types = {
      new StringType(40),
      new NumberType(12, 2, numbers),
      plain ? new DateType(null) : new DateType(day),
      plain ? DatetimeType.ISO : new DatetimeType(day),
      plain ? BooleanType.DEFAULT : new BooleanType(List.of("ja"), List.of("nein"))
    };
    List<Column> columns = new ArrayList<>(List.of(Column.of("id", IntegerType.INT)));
    for (int i = 0; i < EACH; i++) {
      for (ColumnType type : types) {
        columns.add(Column.of(type.typeName() + i, type));
      }
    }
    return new Schema("s", List.of(TableDefinition.of("wide", columns, List.of("id"))))
        .tables()
        .get(0);
  }

  private static byte[] file(boolean plain) {
    Random random = new Random(1);
    DateTimeFormatter days =
        plain ? DateTimeFormatter.ISO_DATE : DateTimeFormatter.ofPattern("dd.MM.yyyy");
    StringBuilder text = new StringBuilder();
    for (int row = 1; row <= ROWS; row++) {
      text.append(row);
      for (int i = 0; i < EACH; i++) {
        int number = 1000 + random.nextInt(9000);
        String date = days.format(LocalDate.ofEpochDay(random.nextInt(18_000)));
        text.append(";some text of ").append(number);
        text.append(plain ? ";" + number + ".25" : ";" + number / 1000 + ".123,25");
        text.append(';').append(date);
        text.append(';').append(date).append(plain ? "T02:48:42Z" : "");
        text.append(plain ? ";true" : ";ja");
      }
      text.append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void parseAndCheck(Blackhole outcomes) throws IOException {
    RowRules rules = new RowRules(table, ColumnOrder.of(table), MissingValues.NULL, Map.of());
    try (RawRows rows =
        parser.csv(table, new ByteArrayInputStream(file), null, Delimiter.SEMICOLON)) {
      for (List<RawRow> batch = rows.next(); !batch.isEmpty(); batch = rows.next()) {
        outcomes.consume(rules.check(batch));
        rows.settled();
      }
    }
  }
}
