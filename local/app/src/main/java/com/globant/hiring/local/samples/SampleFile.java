package com.globant.hiring.local.samples;

import com.globant.hiring.domain.table.Dialect;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A generated file of a table, written as its definition says: charset, delimiter, header; a line
 * feed after each record. The same arguments give the same bytes under every Java version.
 *
 * <p>Keys are those of the rows 1 to n, and references are to such keys of the other tables.
 *
 * @param rows number of rows, 0 or more
 * @param incompleteShare share of rows without a value that may be missing, 0 to 1
 * @param invalidShare share of rows that break a rule of the table, 0 to 1
 * @param rowsOf how many rows referenced tables have, by name, 1 or more; else what the hints say
 */
public record SampleFile(
    Table table,
    Hints hints,
    int rows,
    long seed,
    double incompleteShare,
    double invalidShare,
    Map<String, Integer> rowsOf) {

  private static final int SEED = 2021;

  /**
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public SampleFile {
    check(rows >= 0, "the rows must be 0 or more");
    check(incompleteShare >= 0 && incompleteShare <= 1, "the incomplete share must be 0 to 1");
    check(invalidShare >= 0 && invalidShare <= 1, "the invalid share must be 0 to 1");
    rowsOf = Map.copyOf(rowsOf);
    rowsOf.forEach(
        (name, count) -> check(count >= 1, "the rows of " + name + " must be 1 or more"));
  }

  private static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * A file of the size that the hints say, or of as many rows as there are keys, without faults.
   *
   * @throws IllegalArgumentException if rows cannot be made by the definition
   */
  public static SampleFile of(Table table, Hints hints) {
    long keys = new SampleTable(table, hints, Map.of(), new HashMap<>()).capacity();
    return new SampleFile(
        table,
        hints,
        (int) Math.min(hints.rows(table.name()), keys),
        SEED,
        hints.incompleteShare(table.name()),
        0,
        Map.of());
  }

  /**
   * Writes the file and flushes; in constant memory.
   *
   * @throws IllegalArgumentException if there cannot be so many rows, or none by this definition
   */
  public void writeTo(OutputStream out) throws IOException {
    SampleTable sample = new SampleTable(table, hints, rowsOf, new HashMap<>());
    check(
        rows <= sample.capacity(),
        "%s can have at most %d rows: there are no more keys"
            .formatted(table.name(), sample.capacity()));
    Dialect dialect = table.definition().dialect();
    CsvRecords csv =
        new CsvRecords(
            out,
            Objects.requireNonNullElse(table.definition().encoding(), StandardCharsets.UTF_8),
            Objects.requireNonNullElse(dialect.delimiter(), ','),
            dialect.quoteChar());
    if (Boolean.TRUE.equals(dialect.header())) {
      writeHeader(csv);
    }
    Rows writer = new Rows(sample, csv);
    SplitMix64 random = new SplitMix64(seed);
    for (int row = 0; row < rows; row++) {
      if (random.happens(invalidShare)) {
        writer.invalid(row, random);
      } else if (random.happens(incompleteShare)) {
        writer.incomplete(row, random);
      } else {
        writer.row(row, random, null, null);
      }
      csv.endRecord();
    }
    csv.flush();
  }

  private void writeHeader(CsvRecords csv) throws IOException {
    List<String> names = table.columnNames();
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        csv.delimiter();
      }
      csv.field(names.get(i));
    }
    csv.endRecord();
  }
}
