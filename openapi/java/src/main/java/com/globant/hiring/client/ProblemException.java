package com.globant.hiring.client;

import com.globant.hiring.client.model.Problem;

/** The service refused a request. After a refused load, the table is unchanged. */
public final class ProblemException extends HiringException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super("%d %s: %s".formatted(problem.getStatus(), problem.getCode(), problem.getDetail()), null);
    this.problem = problem;
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
