package com.globant.hiring.local.samples;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A generated file of a table: UTF-8, a line feed after each record, keys from 1. The same
 * arguments give the same bytes under every Java version.
 *
 * @param rows number of rows, 0 or more
 * @param incompleteShare share of rows without a value other than their key, 0 to 1
 * @param invalidShare share of rows that break a rule of the table, 0 to 1
 * @param departments number of departments that hires refer to, 1 or more
 * @param jobs number of jobs that hires refer to, 1 or more
 */
public record SampleFile(
    Table table,
    int rows,
    long seed,
    double incompleteShare,
    double invalidShare,
    int departments,
    int jobs) {

  /**
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public SampleFile {
    check(rows >= 0, "the rows must be 0 or more");
    check(incompleteShare >= 0 && incompleteShare <= 1, "the incomplete share must be 0 to 1");
    check(invalidShare >= 0 && invalidShare <= 1, "the invalid share must be 0 to 1");
    check(departments >= 1, "the departments must be 1 or more");
    check(jobs >= 1, "the jobs must be 1 or more");
  }

  private static void check(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Sizes of the committed sample files. */
  public static final int DEPARTMENTS = 12;

  public static final int JOBS = 180;
  public static final int HIRES = 2000;

  private static final int SEED = 2021;
  private static final double INCOMPLETE_HIRES = 0.035;

  /** The committed sample file: complete departments and jobs, some incomplete hires. */
  public static SampleFile of(Table table) {
    if (table.equals(HiringTables.HIRED_EMPLOYEES)) {
      return of(table, HIRES, INCOMPLETE_HIRES);
    }
    return of(table, table.equals(HiringTables.JOBS) ? JOBS : DEPARTMENTS, 0);
  }

  private static SampleFile of(Table table, int rows, double incompleteShare) {
    return new SampleFile(table, rows, SEED, incompleteShare, 0, DEPARTMENTS, JOBS);
  }

  /** Writes the file and flushes; in constant memory. */
  public void writeTo(OutputStream out) throws IOException {
    SplitMix64 random = new SplitMix64(seed);
    CsvBytes csv = new CsvBytes(out);
    SampleRows sample =
        table.equals(HiringTables.HIRED_EMPLOYEES)
            ? new SampleHires(random, csv, departments, jobs)
            : new SampleNames(random, csv, table);
    for (int id = 1; id <= rows && id > 0; id++) {
      if (random.happens(invalidShare)) {
        sample.invalid(id);
      } else if (random.happens(incompleteShare)) {
        sample.incomplete(id);
      } else {
        sample.complete(id);
      }
      csv.endRecord();
    }
    csv.flush();
  }
}
