package com.globant.hiring.application.report;

import static com.globant.hiring.application.Blocking.await;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvSpool;
import com.globant.hiring.application.file.CsvSpools;
import com.globant.hiring.application.file.ReportStore;
import com.globant.hiring.application.file.StoredCsv;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.domain.report.HireCount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The hires that a dry run has counted, as a CSV file in the {@link ReportStore}: all that its
 * reports need besides the names of departments and jobs. Its calls block, and fail with {@link
 * Refused} {@code storage_unavailable}.
 */
public final class HiresOfDryRun {
  private static final List<String> HEADER =
      List.of("year", "department_id", "job_id", "q1", "q2", "q3", "q4");

  private HiresOfDryRun() {}

  /**
   * Stores them, over those of an earlier attempt.
   *
   * @param hires by year, in UTC
   */
  public static void store(
      CsvSpools spools,
      ReportStore store,
      LoadSubmission load,
      Map<Integer, List<HireCount>> hires) {
    try (CsvSpool file = spools.create(HEADER)) {
      hires.forEach((year, counts) -> counts.forEach(count -> file.write(record(year, count))));
      await(store.put(load.hiresKey(), load.hiresFileName(), file.finish()));
    }
  }

  private static List<@Nullable String> record(int year, HireCount count) {
    Integer job = count.jobId();
    return Arrays.asList(
        Integer.toString(year),
        Integer.toString(count.departmentId()),
        job == null ? null : Integer.toString(job),
        Long.toString(count.q1()),
        Long.toString(count.q2()),
        Long.toString(count.q3()),
        Long.toString(count.q4()));
  }

  /** Those of one year, at most one for a department and job. */
  static List<HireCount> read(ReportStore store, LoadSubmission load, int year) {
    try (StoredCsv file = new StoredCsv(await(store.read(load.hiresKey(), 0)), 0)) {
      file.next(); // the header
      String wanted = Integer.toString(year);
      List<HireCount> counts = new ArrayList<>();
      while (!file.isAtEnd()) {
        List<@Nullable String> record = file.next();
        if (wanted.equals(record.get(0))) {
          counts.add(count(record));
        }
      }
      return counts;
    } catch (IOException failure) {
      throw new Refused(
          RefusalCode.STORAGE_UNAVAILABLE,
          "the hires that the dry run has counted could not be read from the store; try again later",
          failure);
    }
  }

  private static HireCount count(List<@Nullable String> record) {
    String job = record.get(2);
    return new HireCount(
        (int) number(record, 1),
        job == null ? null : Integer.valueOf(job),
        number(record, 3),
        number(record, 4),
        number(record, 5),
        number(record, 6));
  }

  private static long number(List<@Nullable String> record, int column) {
    return Long.parseLong(Objects.requireNonNull(record.get(column)));
  }
}
