package com.globant.hiring.client;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.client.model.DepartmentsAboveMeanRow;
import com.globant.hiring.client.model.HiresByQuarterRow;
import org.jspecify.annotations.Nullable;

/**
 * A report.
 *
 * @param name as in its path
 * @param row the type of its rows
 * @param loadId of the dry run whose hires it is on; null for those in the table
 */
public record Report<R>(String name, Class<R> row, @Nullable String loadId) {
  /** Hires by department, job and quarter. */
  public static final Report<HiresByQuarterRow> HIRES_BY_QUARTER =
      new Report<>("hires-by-quarter", HiresByQuarterRow.class, null);

  /** The departments that hired more than the mean. */
  public static final Report<DepartmentsAboveMeanRow> DEPARTMENTS_ABOVE_MEAN =
      new Report<>("departments-above-mean", DepartmentsAboveMeanRow.class, null);

  /**
   * The same report on the hires that a dry run has counted. The record of such a load has {@code
   * reports}; for other loads, the service answers with {@code no_reports}.
   */
  public Report<R> ofDryRun(String id) {
    return new Report<>(name, row, id);
  }

  String path(int year) {
    return "reports/%s?year=%d%s"
        .formatted(name, year, loadId == null ? "" : "&load_id=" + Transport.encoded(loadId));
  }

  JavaType listType(ObjectMapper mapper) {
    return mapper.getTypeFactory().constructCollectionType(java.util.List.class, row);
  }
}
