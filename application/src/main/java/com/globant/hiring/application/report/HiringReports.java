package com.globant.hiring.application.report;

import com.globant.hiring.application.Refused;
import com.globant.hiring.domain.report.Report;
import com.globant.hiring.domain.report.ReportRow;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port: computes reports from what is committed. */
public interface HiringReports {

  /**
   * The lines of a report, as its definition in the domain says. There are at most as many as
   * departments times jobs, whatever the number of hires. Fails with {@link Refused} {@code
   * database_unavailable}.
   *
   * @param schema one of the configured schemas
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}, in UTC
   */
  CompletionStage<List<? extends ReportRow>> rows(Report report, String schema, int year);

  /**
   * Names what is committed: as long as it stays the same, on whichever instance, so does every
   * report. Asked before the rows, it is never newer than they are. Takes no longer the more hires
   * there are. Fails with {@link Refused} {@code database_unavailable}.
   *
   * @param schema one of the configured schemas
   */
  CompletionStage<String> version(String schema);
}
