package com.globant.hiring.infra.config;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.rds.PerformanceInsightRetention;

/** The allowed retention periods in days, and their CDK constants. */
public final class Retention {
  /** Periods that CloudWatch Logs offers, up to one year. */
  private static final Map<Integer, RetentionDays> LOGS =
      Map.ofEntries(
          entry(1, RetentionDays.ONE_DAY),
          entry(3, RetentionDays.THREE_DAYS),
          entry(5, RetentionDays.FIVE_DAYS),
          entry(7, RetentionDays.ONE_WEEK),
          entry(14, RetentionDays.TWO_WEEKS),
          entry(30, RetentionDays.ONE_MONTH),
          entry(60, RetentionDays.TWO_MONTHS),
          entry(90, RetentionDays.THREE_MONTHS),
          entry(120, RetentionDays.FOUR_MONTHS),
          entry(150, RetentionDays.FIVE_MONTHS),
          entry(180, RetentionDays.SIX_MONTHS),
          entry(365, RetentionDays.ONE_YEAR));

  /** Periods that Performance Insights offers: 7 days, 1 to 23 months of 31 days, 731 days. */
  private static final Map<Integer, PerformanceInsightRetention> INSIGHTS = insights();

  static final Set<Integer> LOG_DAYS = LOGS.keySet();
  static final Set<Integer> INSIGHTS_DAYS = INSIGHTS.keySet();

  private Retention() {}

  /** The constant for a validated period of logs. */
  public static RetentionDays ofLogs(int days) {
    return Objects.requireNonNull(LOGS.get(days));
  }

  /** The constant for a validated period of Performance Insights. */
  public static PerformanceInsightRetention ofInsights(int days) {
    return Objects.requireNonNull(INSIGHTS.get(days));
  }

  private static Map<Integer, PerformanceInsightRetention> insights() {
    Map<Integer, PerformanceInsightRetention> insights = new TreeMap<>();
    insights.put(7, PerformanceInsightRetention.DEFAULT);
    for (int months = 1; months <= 23; months++) {
      insights.put(months * 31, PerformanceInsightRetention.valueOf("MONTHS_" + months));
    }
    insights.put(731, PerformanceInsightRetention.LONG_TERM);
    return insights;
  }
}
