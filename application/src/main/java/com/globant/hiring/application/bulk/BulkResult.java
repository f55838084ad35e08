package com.globant.hiring.application.bulk;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.report.HireCount;
import com.globant.hiring.domain.row.RowRejected;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a job has found out about the files of a load.
 *
 * @param refusal why the load ends without its rows in the table; null if all accepted rows are in
 *     the target, or would be after a dry run
 * @param bytes of the files after unpacking, as far as they were read
 * @param refused names of the files of refused rows, in the order of the load
 * @param errors the first refused rows, without their raw text
 * @param hires of a dry run of hires that replace all others: what the reports are made of, by
 *     year; else empty
 */
public record BulkResult(
    @Nullable Refusal refusal,
    RowCounts counts,
    long bytes,
    List<String> refused,
    List<RowRejected> errors,
    Map<Integer, List<HireCount>> hires) {

  /** Of a load. */
  public record Refusal(RefusalCode code, String detail) {}
}
