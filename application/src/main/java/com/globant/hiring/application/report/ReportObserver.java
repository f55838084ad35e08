package com.globant.hiring.application.report;

import com.globant.hiring.domain.report.Report;
import java.time.Duration;

/** Port: observes reports, for metrics. Called by any thread. */
public interface ReportObserver {

  /**
   * @param stored whether it was computed before, and nothing has changed since
   * @param elapsed from the request until the answer can be sent
   */
  void ready(Report report, boolean stored, Duration elapsed);
}
