package com.globant.hiring.csv;

import com.globant.hiring.domain.raw.RawRow;
import java.io.IOException;
import java.util.List;
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

/** From bytes to rows: one operation is one row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeAndParse {
  private static final int ROWS = 100_000;

  private final byte[] file = SampleRows.file(ROWS);

  /** Characters only, for what of it is decoding. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long decode() throws IOException {
    char[] chars = new char[8192];
    long total = 0;
    try (DecodingReader text = SampleRows.text(file)) {
      for (int count = text.read(chars, 0, chars.length);
          count >= 0;
          count = text.read(chars, 0, chars.length)) {
        total += count;
      }
    }
    return total;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void decodeAndParse(Blackhole rows) throws IOException {
    try (CsvRows source = SampleRows.source(file)) {
      for (List<RawRow> batch = source.next(); !batch.isEmpty(); batch = source.next()) {
        rows.consume(batch);
      }
    }
  }
}
