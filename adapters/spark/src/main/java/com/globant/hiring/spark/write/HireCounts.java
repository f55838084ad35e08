package com.globant.hiring.spark.write;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hires counted by year, department, job and quarter. */
public final class HireCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int QUARTERS = 4;

  /** One hire. */
  record Cell(int year, int quarter, int departmentId, long jobId) {}

  /** What is counted together. */
  record Group(int year, int departmentId, long jobId) implements Comparable<Group>, Serializable {
    private static final Comparator<Group> ORDER =
        Comparator.comparingInt(Group::year)
            .thenComparingInt(Group::departmentId)
            .thenComparingLong(Group::jobId);

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreeMap<Group, long[]> counts = new TreeMap<>();

  void add(@Nullable Cell hire) {
    if (hire != null) {
      quarters(new Group(hire.year(), hire.departmentId(), hire.jobId()))[hire.quarter() - 1]++;
    }
  }

  public void add(HireCounts others) {
    others.counts.forEach(
        (group, added) -> {
          long[] sums = quarters(group);
          for (int i = 0; i < QUARTERS; i++) {
            sums[i] += added[i];
          }
        });
  }

  private long[] quarters(Group group) {
    return counts.computeIfAbsent(group, none -> new long[QUARTERS]);
  }

  public Map<Group, long[]> groups() {
    return counts;
  }

  /** JSON: an array of {@code [year, department_id, job_id, q1, q2, q3, q4]}. */
  public String text() {
    StringBuilder text = new StringBuilder("[");
    counts.forEach(
        (group, quarters) -> {
          text.append(text.length() == 1 ? "[" : ",[").append(group.year());
          text.append(',').append(group.departmentId()).append(',').append(group.jobId());
          for (long quarter : quarters) {
            text.append(',').append(quarter);
          }
          text.append(']');
        });
    return text.append(']').toString();
  }
}
