package com.globant.hiring.application.report;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port: computes reports from what is committed. */
public interface HiringReports {

  /**
   * The lines of a report, as the domain defines it. There are at most as many as departments times
   * jobs, whatever the number of hires. Fails with {@link Refused} {@code database_unavailable}.
   *
   * @param schema one of the configured schemas
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}, in UTC
   */
  CompletionStage<List<? extends ReportRow>> rows(Report report, String schema, int year);

  /**
   * The lines of a report on hires that are in no table, with the names that departments and jobs
   * have in theirs. Fails with {@link Refused} {@code database_unavailable}.
   *
   * @param schema one of the configured schemas
   * @param hires of one year, at most one count for a department and job
   */
  CompletionStage<List<? extends ReportRow>> rows(
      Report report, String schema, List<HireCount> hires);

  /**
   * A token of the committed content: as long as it is the same, on any instance, so is every
   * report. If it is read before the rows, it is never newer than they are. The time that this
   * takes does not depend on the number of hires. Fails with {@link Refused} {@code
   * database_unavailable}.
   *
   * @param schema one of the configured schemas
   */
  CompletionStage<String> version(String schema);
}
