package com.globant.hiring.mysql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.globant.hiring.mysql.HireCells.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * A row of the summary of hires: the cells of a year, a department, and jobs with neighbouring ids.
 *
 * <p>They are kept as text, a JSON array of {@code [job_id,q1,q2,q3,q4]}, which the database can
 * read as well.
 */
record CellGroup(int year, int departmentId, long jobGroup) implements Comparable<CellGroup> {
  /**
   * So many jobs have a row together. With more, small loads have more to read and write again;
   * with fewer, large ones have more rows to write. The tables in the database go by this as well.
   */
  static final int JOBS = 32;

  private static final Comparator<CellGroup> ORDER =
      Comparator.comparingInt(CellGroup::year)
          .thenComparingInt(CellGroup::departmentId)
          .thenComparingLong(CellGroup::jobGroup);

  private static final JsonFactory JSON = new JsonFactory();

  static CellGroup of(Cell cell) {
    return new CellGroup(cell.year(), cell.departmentId(), Math.floorDiv(cell.jobId(), JOBS));
  }

  /** That of the primary key. */
  @Override
  public int compareTo(CellGroup other) {
    return ORDER.compare(this, other);
  }

  static String text(List<Cell> cells) {
    StringJoiner text = new StringJoiner(",", "[", "]");
    StringBuilder one = new StringBuilder();
    for (Cell cell : cells) {
      one.setLength(0);
      one.append('[').append(cell.jobId());
      one.append(',').append(cell.q1()).append(',').append(cell.q2());
      one.append(',').append(cell.q3()).append(',').append(cell.q4()).append(']');
      text.add(one);
    }
    return text.toString();
  }

  /**
   * Gives the cells of a row.
   *
   * @param text as of {@link #text}, or as the database has written it
   */
  static void read(int year, int departmentId, String text, Consumer<Cell> cells) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        cells.accept(
            new Cell(
                year,
                departmentId,
                parser.nextLongValue(0),
                parser.nextLongValue(0),
                parser.nextLongValue(0),
                parser.nextLongValue(0),
                parser.nextLongValue(0)));
        parser.nextToken();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("hires_summary has cells that are none: " + text, e);
    }
  }
}
