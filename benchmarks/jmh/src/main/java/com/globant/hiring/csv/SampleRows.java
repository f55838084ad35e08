package com.globant.hiring.csv;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.raw.Delimiter;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.local.samples.Hints;
import com.globant.hiring.local.samples.SampleFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Complete hires as the service reads them. */
public final class SampleRows {
  private static final long SEED = 2021;

  /** As in the service. */
  private static final int BLOCK_BYTES = 16 * 1024;

  private static final Limits LIMITS = new Limits(RowParser.DEFAULT_FIELD_LIMIT);

  private SampleRows() {}

  /** A file in UTF-8. */
  public static byte[] file(int rows) {
    SampleFile sample =
        new SampleFile(HiringTables.HIRED_EMPLOYEES, Hints.builtIn(), rows, SEED, 0, 0, Map.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      sample.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Its rows, not checked yet. */
  public static List<RawRow> rows(int rows) {
    List<RawRow> all = new ArrayList<>(rows);
    try (CsvRows source = source(file(rows))) {
      for (List<RawRow> batch = source.next(); !batch.isEmpty(); batch = source.next()) {
        all.addAll(batch);
        source.settled();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  static CsvRows source(byte[] file) {
    return new CsvRows(
        text(file),
        LIMITS,
        new LoadMemory(
            new MemoryBudget(Long.MAX_VALUE, LIMITS.largestRecordBytes(), Duration.ZERO), LIMITS),
        CsvFormat.of(Dialect.DEFAULT, Delimiter.COMMA),
        false);
  }

  static DecodingReader text(byte[] file) {
    return new DecodingReader(new ByteArrayInputStream(file), StandardCharsets.UTF_8, BLOCK_BYTES, true);
  }
}
