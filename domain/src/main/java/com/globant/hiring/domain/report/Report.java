package com.globant.hiring.domain.report;

import com.globant.hiring.domain.type.DatetimeType;
import java.util.List;
import java.util.Set;

/** The reports that are answered, each for one year in UTC. */
public enum Report {
  /** See {@link HiresByQuarter}. */
  HIRES_BY_QUARTER("hires-by-quarter", List.of("department", "job", "Q1", "Q2", "Q3", "Q4")),
  /** See {@link DepartmentAboveMean}. */
  DEPARTMENTS_ABOVE_MEAN("departments-above-mean", List.of("id", "department", "hired"));

  /** The years that can be asked for: those that a row can have. */
  public static final int FIRST_YEAR = DatetimeType.FIRST_YEAR;

  public static final int LAST_YEAR = DatetimeType.LAST_YEAR;

  private static final Set<String> TEXTS = Set.of("department", "job");

  private final String reportName;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> header;

  Report(String reportName, List<String> header) {
    this.reportName = reportName;
    this.header = header;
  }

  /** Fit for a file name. */
  public String reportName() {
    return reportName;
  }

  /** Of the CSV on one year. */
  public String fileName(int year) {
    return "%s-%d.csv".formatted(reportName, year);
  }

  /** Whether a column has text; the others have numbers, which may be negative. */
  public boolean isText(int column) {
    return TEXTS.contains(header.get(column));
  }

  /** The column names of the CSV. */
  public List<String> header() {
    return header;
  }
}
