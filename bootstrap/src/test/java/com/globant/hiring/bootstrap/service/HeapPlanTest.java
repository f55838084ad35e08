package com.globant.hiring.bootstrap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.csv.RowParser;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapPlanTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "92,131072,32",
    "123,131072,32",
    "256,131072,32",
    "512,1048576,32",
    "1024,131072,900"
  })
  void theSharesFitTheHeapAndTheLargestRecordFitsItsShare(long mebibytes, int field, int loads) {
    HeapPlan plan = HeapPlan.of(mebibytes * MIB, limits(field, loads));

    long all =
        plan.rowBytes()
            + plan.keyBytes()
            + loads * (plan.bodyBytes() + RowParser.bytesOfEachFile());
    assertThat(all).isLessThan(mebibytes * MIB * 9 / 10);
    assertThat(plan.rowBytes()).isGreaterThanOrEqualTo(RowParser.bytesOfLargestRecord(field));
    assertThat(plan.bodyBytes()).isBetween(64 * 1024, 512 * 1024);
  }

  @ParameterizedTest
  @CsvSource({"62,131072,32", "128,16777216,32", "500,131072,900", "256,131072,400"})
  void aTooSmallHeapIsRefusedWithTheSizeNeeded(long mebibytes, int field, int loads) {
    Settings.Limits limits = limits(field, loads);

    assertThatThrownBy(() -> HeapPlan.of(mebibytes * MIB, limits))
        .isInstanceOf(StartFailed.class)
        .hasMessageContainingAll(
            "heap of %d MiB".formatted(mebibytes),
            "limits.max_field_bytes = %d".formatted(field),
            "limits.max_concurrent_loads = %d".formatted(loads))
        .satisfies(
            failure -> {
              Matcher advice =
                  Pattern.compile("-Xmx(\\d+)m").matcher(String.valueOf(failure.getMessage()));
              assertThat(advice.find()).isTrue();
              HeapPlan.of(Long.parseLong(advice.group(1)) * MIB, limits);
            });
  }

  @Test
  void theDefaultsNeed96MiB() {
    Settings.Limits limits = Settings.read(null, Map.of()).limits();

    // What the serial collector gives of -Xmx96m.
    assertThat(HeapPlan.of(92 * MIB + 800 * 1024, limits).rowBytes()).isPositive();
  }

  private static Settings.Limits limits(int field, int loads) {
    return Settings.read(
            null,
            Map.of(
                "HIRING_LIMITS_MAX_FIELD_BYTES",
                String.valueOf(field),
                "HIRING_LIMITS_MAX_CONCURRENT_LOADS",
                String.valueOf(loads),
                "HIRING_DATABASE_POOL_SIZE",
                String.valueOf(loads + 8)))
        .limits();
  }
}
