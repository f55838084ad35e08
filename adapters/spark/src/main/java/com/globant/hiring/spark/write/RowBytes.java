package com.globant.hiring.spark.write;

import com.globant.hiring.csv.loaddata.RowText;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.table.Table;
import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.time.temporal.IsoFields;
import org.jspecify.annotations.Nullable;

/**
 * A row as it travels between tasks and to the server: what is counted of it, then its line for
 * LOAD DATA. The head is one byte with flags and, for a hire that the reports count, year, quarter,
 * department and job.
 */
public final class RowBytes {
  private static final int INCOMPLETE = 1;
  private static final int HIRE = 2;
  private static final int HIRE_BYTES = Short.BYTES + 1 + Integer.BYTES + Long.BYTES;

  /** Job of a hire without one: no INT has that value. */
  static final long NO_JOB = 2147483648L;

  private final int columns;
  private final boolean hires;
  private final int datetime;
  private final int department;
  private final int job;
  private final RowText text = new RowText();

  RowBytes(Table table) {
    this.columns = table.columns().size();
    this.hires = HiringTables.isHires(table);
    this.datetime = hires ? table.position("datetime") : 0;
    this.department = hires ? table.position("department_id") : 0;
    this.job = hires ? table.position("job_id") : 0;
  }

  byte[] of(Row row) {
    text.clear();
    text.add(row, columns);
    ByteBuffer line = text.buffer();
    HireCounts.@Nullable Cell cell = hires ? cell(row) : null;
    ByteBuffer bytes = ByteBuffer.allocate(1 + (cell == null ? 0 : HIRE_BYTES) + line.remaining());
    bytes.put((byte) ((row.incomplete() ? INCOMPLETE : 0) | (cell == null ? 0 : HIRE)));
    if (cell != null) {
      bytes
          .putShort((short) cell.year())
          .put((byte) cell.quarter())
          .putInt(cell.departmentId())
          .putLong(cell.jobId());
    }
    return bytes.put(line).array();
  }

  private HireCounts.@Nullable Cell cell(Row row) {
    LocalDateTime moment = (LocalDateTime) row.value(datetime);
    Object inDepartment = row.value(department);
    Object forJob = row.value(job);
    if (moment == null || inDepartment == null) {
      return null;
    }
    return new HireCounts.Cell(
        moment.getYear(),
        moment.get(IsoFields.QUARTER_OF_YEAR),
        ((Number) inDepartment).intValue(),
        forJob == null ? NO_JOB : ((Number) forJob).longValue());
  }

  static boolean isIncomplete(byte[] row) {
    return (row[0] & INCOMPLETE) != 0;
  }

  static HireCounts.@Nullable Cell hire(byte[] row) {
    if ((row[0] & HIRE) == 0) {
      return null;
    }
    ByteBuffer head = ByteBuffer.wrap(row, 1, HIRE_BYTES);
    return new HireCounts.Cell(head.getShort(), head.get(), head.getInt(), head.getLong());
  }

  /** Where the line begins. */
  static int line(byte[] row) {
    return (row[0] & HIRE) == 0 ? 1 : 1 + HIRE_BYTES;
  }
}
