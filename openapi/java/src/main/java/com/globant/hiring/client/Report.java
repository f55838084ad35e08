package com.globant.hiring.client;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.client.model.DepartmentsAboveMeanRow;
import com.globant.hiring.client.model.HiresByQuarterRow;

/**
 * A report.
 *
 * @param name as in its path
 * @param row the type of its rows
 */
public record Report<R>(String name, Class<R> row) {
  /** Hires by department, job and quarter. */
  public static final Report<HiresByQuarterRow> HIRES_BY_QUARTER =
      new Report<>("hires-by-quarter", HiresByQuarterRow.class);

  /** The departments that hired more than the mean. */
  public static final Report<DepartmentsAboveMeanRow> DEPARTMENTS_ABOVE_MEAN =
      new Report<>("departments-above-mean", DepartmentsAboveMeanRow.class);

  String path(int year) {
    return "reports/%s?year=%d".formatted(name, year);
  }

  JavaType listType(ObjectMapper mapper) {
    return mapper.getTypeFactory().constructCollectionType(java.util.List.class, row);
  }
}
