package com.globant.hiring.infra;

import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.rds.PerformanceInsightRetention;

/** Days as the CDK spells them; the configuration allows no others. */
final class Retention {
  private static final Map<Integer, RetentionDays> LOGS =
      Map.ofEntries(
          Map.entry(1, RetentionDays.ONE_DAY),
          Map.entry(3, RetentionDays.THREE_DAYS),
          Map.entry(5, RetentionDays.FIVE_DAYS),
          Map.entry(7, RetentionDays.ONE_WEEK),
          Map.entry(14, RetentionDays.TWO_WEEKS),
          Map.entry(30, RetentionDays.ONE_MONTH),
          Map.entry(60, RetentionDays.TWO_MONTHS),
          Map.entry(90, RetentionDays.THREE_MONTHS),
          Map.entry(120, RetentionDays.FOUR_MONTHS),
          Map.entry(150, RetentionDays.FIVE_MONTHS),
          Map.entry(180, RetentionDays.SIX_MONTHS),
          Map.entry(365, RetentionDays.ONE_YEAR));

  private Retention() {}

  static RetentionDays ofLogs(int days) {
    return Objects.requireNonNull(LOGS.get(days), () -> days + " days");
  }

  static PerformanceInsightRetention ofInsights(int days) {
    return switch (days) {
      case 7 -> PerformanceInsightRetention.DEFAULT;
      case 731 -> PerformanceInsightRetention.LONG_TERM;
      default -> PerformanceInsightRetention.valueOf("MONTHS_" + days / 31);
    };
  }
}
