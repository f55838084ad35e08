package com.globant.hiring.mysql.summary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.globant.hiring.mysql.summary.HireCells.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of the summary of hires: the cells of a year, a department, and jobs with neighbouring ids.
 *
 * <p>They are kept as text, a JSON array of {@code [job_id,q1,q2,q3,q4]} by job_id, which the
 * database can read and write as well.
 */
record CellGroup(int year, int departmentId, long jobGroup) {
  /**
   * So many jobs have a row together. With more, small loads have more to read and write again;
   * with fewer, large ones have more rows to write. What is in the database goes by this, so that
   * it cannot be changed without a migration.
   */
  static final int JOBS = 32;

  private static final JsonFactory JSON = new JsonFactory();

  private static CellGroup of(Cell cell) {
    return new CellGroup(cell.year(), cell.departmentId(), Math.floorDiv(cell.jobId(), JOBS));
  }

  /** Cells by their groups, both in the order in which they come. */
  static Map<CellGroup, List<Cell>> grouped(List<Cell> cells) {
    Map<CellGroup, List<Cell>> groups = new LinkedHashMap<>();
    for (Cell cell : cells) {
      groups.computeIfAbsent(of(cell), first -> new ArrayList<>(JOBS)).add(cell);
    }
    return groups;
  }

  /**
   * The cells of both, without those of zeros.
   *
   * @param one the cells of a group, by job, as those of the other
   */
  static List<Cell> sum(List<Cell> one, List<Cell> other) {
    List<Cell> sums = new ArrayList<>(JOBS);
    int i = 0;
    int j = 0;
    while (i < one.size() || j < other.size()) {
      int order =
          i == one.size()
              ? 1
              : j == other.size() ? -1 : Long.compare(one.get(i).jobId(), other.get(j).jobId());
      Cell next = order > 0 ? other.get(j++) : one.get(i++);
      Cell sum = order == 0 ? next.plus(other.get(j++)) : next;
      if (!sum.isZero()) {
        sums.add(sum);
      }
    }
    return sums;
  }

  static void write(List<Cell> cells, StringBuilder text) {
    text.append('[');
    String separator = "[";
    for (Cell cell : cells) {
      text.append(separator).append(cell.jobId());
      text.append(',').append(cell.q1()).append(',').append(cell.q2());
      text.append(',').append(cell.q3()).append(',').append(cell.q4()).append(']');
      separator = ",[";
    }
    text.append(']');
  }

  List<Cell> read(String text) {
    return read(year, departmentId, text);
  }

  /**
   * The cells of a row.
   *
   * @param text as of {@link #write}, or as the database has written it
   */
  static List<Cell> read(int year, int departmentId, String text) {
    List<Cell> cells = new ArrayList<>(JOBS);
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        cells.add(
            new Cell(
                year,
                departmentId,
                next(parser),
                next(parser),
                next(parser),
                next(parser),
                next(parser)));
        parser.nextToken();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("hires_summary has cells that are none: " + text, e);
    }
    return cells;
  }

  private static long next(JsonParser parser) throws IOException {
    parser.nextToken();
    return parser.getLongValue();
  }
}
