package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.zip.CRC32;

/**
 * The content of the table of hires as the number of rows and the sum of their checksums, computed
 * from rows or by the database. Equal if the rows are equal.
 */
record TableContent(long rows, long checksum) {
  static final TableContent EMPTY = new TableContent(0, 0);

  private static final String QUERY =
      "SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('|', id, name, datetime))), 0)"
          + " FROM hired_employees";

  /** Of lines of CSV without department and job, whose time is a date. */
  static TableContent of(List<String> rows) {
    long sum = 0;
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      CRC32 checksum = new CRC32();
      checksum.update(
          "%s|%s|%s 00:00:00.000000".formatted(cells[0], cells[1], cells[2]).getBytes(UTF_8));
      sum += checksum.getValue();
    }
    return new TableContent(rows.size(), sum);
  }

  /** Of what is committed. */
  static TableContent in(Sql sql) {
    String[] values = sql.rows(QUERY).get(0).split("\\|", -1);
    return new TableContent(Long.parseLong(values[0]), Long.parseLong(values[1]));
  }

  /** With further rows, whose keys are new. */
  TableContent plus(TableContent more) {
    return new TableContent(rows + more.rows, checksum + more.checksum);
  }
}
