package com.globant.hiring.spark;

import com.globant.hiring.spark.job.WorkFiles;
import com.globant.hiring.spark.write.SliceResult;
import com.globant.hiring.spark.write.SliceResult.RefusedRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a run, which becomes {@code result.json}; see RATIONALE.md. */
record JobResult(
    String outcome,
    @Nullable String code,
    @Nullable String detail,
    Counts counts,
    long bytes,
    List<String> refused,
    List<RefusedRow> errors,
    @Nullable Reports reports) {

  static final String FILE = "result.json";

  /** As in the service. */
  record Counts(
      long read, long inserted, long updated, long ignored, long rejected, long incomplete) {}

  /** Of a dry run of hires, by year. */
  record Reports(String hires) {}

  static JobResult of(
      String outcome,
      @Nullable String code,
      @Nullable String detail,
      Counts counts,
      long bytes,
      List<SliceResult> results,
      @Nullable Reports reports) {
    return new JobResult(
        outcome,
        code,
        detail,
        counts,
        bytes,
        results.stream()
            .filter(slice -> slice.refused() > 0)
            .map(slice -> WorkFiles.refused(slice.slice()))
            .toList(),
        results.stream().flatMap(slice -> slice.first().stream()).limit(SliceResult.SHOWN).toList(),
        reports);
  }
}
