package com.globant.hiring.domain.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of a {@link Report}. */
public sealed interface ReportRow permits HiresByQuarter, DepartmentAboveMean {

  /** The values in the order of {@link Report#header()}; null where a name is missing. */
  List<@Nullable String> cells();
}
