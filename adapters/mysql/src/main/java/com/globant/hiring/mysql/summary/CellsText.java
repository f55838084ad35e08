package com.globant.hiring.mysql.summary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.globant.hiring.mysql.summary.HireCells.Cell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The cells of a row of the summary as text: a JSON array of {@code
 * [department_id,job_id,q1,q2,q3,q4]}, which the database can read and write as well.
 */
final class CellsText {
  private static final JsonFactory JSON = new JsonFactory();

  private CellsText() {}

  static String of(List<Cell> cells) {
    StringBuilder text = new StringBuilder(32 * cells.size()).append('[');
    for (Cell cell : cells) {
      text.append(text.length() == 1 ? "[" : ",[").append(cell.departmentId());
      text.append(',').append(cell.jobId());
      text.append(',').append(cell.q1()).append(',').append(cell.q2());
      text.append(',').append(cell.q3()).append(',').append(cell.q4()).append(']');
    }
    return text.append(']').toString();
  }

  /**
   * Adds the cells of a row to others.
   *
   * @param text as of {@link #of}, or as the database has written it
   */
  static void addTo(HireCells sums, int year, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        addNext(sums, year, parser);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Table hires_summary has an invalid row: " + text, e);
    }
  }

  /**
   * Adds the cells of a part that a job has written.
   *
   * @param text a JSON array of {@code [year,department_id,job_id,q1,q2,q3,q4]}
   */
  static void addTo(HireCells sums, String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        addNext(sums, (int) next(parser), parser);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Table load_parts has an invalid row: " + text, e);
    }
  }

  private static void addNext(HireCells sums, int year, JsonParser parser) throws IOException {
    sums.add(
        new Cell(
            year,
            (int) next(parser),
            next(parser),
            next(parser),
            next(parser),
            next(parser),
            next(parser)));
    parser.nextToken();
  }

  private static long next(JsonParser parser) throws IOException {
    parser.nextToken();
    return parser.getLongValue();
  }
}
