package com.globant.hiring.application.report;

import com.globant.hiring.domain.report.Report;
import java.time.Duration;

/** Port: is told of reports that were made ready to be answered. Called on any thread. */
public interface ReportObserver {

  /**
   * @param stored whether it was made before, and nothing has changed since
   * @param elapsed from the question to the point where the answer can be sent
   */
  void ready(Report report, boolean stored, Duration elapsed);
}
