package com.globant.hiring.domain.report;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the reports need of a row of hired_employees.
 *
 * @param datetime when, in UTC
 */
public record Hire(
    @Nullable LocalDateTime datetime, @Nullable Integer departmentId, @Nullable Integer jobId) {

  boolean isIn(int year) {
    return datetime != null && datetime.getYear() == year;
  }
}
