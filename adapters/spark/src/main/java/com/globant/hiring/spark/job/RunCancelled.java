package com.globant.hiring.spark.job;

/** The service wants the run no more: its row in {@code bulk_runs} is gone. */
public final class RunCancelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RunCancelled(String loadId) {
    super("Load " + loadId + " was cancelled, or its run was never announced in bulk_runs");
  }
}
