package com.globant.hiring.client;

import com.globant.hiring.client.model.Problem;
import com.globant.hiring.client.model.RowError;
import java.util.List;

/** The service refused a request. After a refused load, the table is unchanged. */
public final class ProblemException extends HiringException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Problem problem, boolean temporary) {
    super(
        "%d %s: %s%s"
            .formatted(
                problem.getStatus(), problem.getCode(), problem.getDetail(), firstRow(problem)),
        null,
        temporary);
    this.problem = problem;
  }

  /** Why the first of the refused rows was refused, since a stack trace shows the message alone. */
  private static String firstRow(Problem problem) {
    List<RowError> rows = problem.getErrors();
    return rows == null || rows.isEmpty()
        ? ""
        : " (line %d: %s)".formatted(rows.get(0).getLine(), rows.get(0).getMessage());
  }

  /** What the service answered; its {@code errors} are the first refused rows. */
  public Problem problem() {
    return problem;
  }

  /** The kind of problem, such as {@code no_rows_accepted}. */
  public String code() {
    return problem.getCode();
  }
}
