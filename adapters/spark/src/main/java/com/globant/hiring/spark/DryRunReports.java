package com.globant.hiring.spark;

import com.globant.hiring.spark.JobResult.Reports;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a dry run of hires counts. */
final class DryRunReports {
  private DryRunReports() {}

  static @Nullable Reports of(Job job, List<SliceResult> results) {
    HireCounts hires = new HireCounts();
    results.forEach(slice -> hires.add(slice.hires()));
    return hires.groups().isEmpty() || job.description().append()
        ? null
        : new Reports(hires.text());
  }
}
