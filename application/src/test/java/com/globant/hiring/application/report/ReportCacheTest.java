package com.globant.hiring.application.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.report.ReportCache.CachedReport;
import com.globant.hiring.application.report.ReportCache.Question;
import com.globant.hiring.domain.report.Report;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportCacheTest {
  private static final String VERSION = "v1";
  private static final int LARGEST = ReportCache.LARGEST_CONTENT;
  private static final int FITTING = ReportCache.MOST_CONTENT / LARGEST;

  private final ReportCache made =
      new ReportCache(
          Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC), Duration.ofHours(1));

  @Test
  void contentsAreBoundedAndKeysStayKnown() {
    for (int year = 1000; year < 1000 + 3 * FITTING; year++) {
      keep(year, VERSION, "sha", "key-" + year, LARGEST);
    }

    assertThat(kept()).isEqualTo(ReportCache.MOST_CONTENT);
    assertThat(find(1000).orElseThrow().content()).isNull();
    assertThat(find(1000).orElseThrow().key()).isEqualTo("key-1000");
    assertThat(find(1000 + 3 * FITTING - 1).orElseThrow().content()).isNotNull();
  }

  @Test
  void leastRecentlyUsedContentIsDroppedFirst() {
    for (int year = 1; year <= FITTING; year++) {
      keep(year, VERSION, "sha", null, LARGEST);
    }
    find(1);
    keep(FITTING + 1, VERSION, "sha", null, 1);

    assertThat(find(1).orElseThrow().content()).isNotNull();
    assertThat(find(2).orElseThrow().content()).isNull();
    assertThat(find(3).orElseThrow().content()).isNotNull();
  }

  @Test
  void contentOfANewVersionReplacesTheOld() {
    for (int turn = 0; turn < 5 * FITTING; turn++) {
      keep(2021, "version " + turn, "sha", null, LARGEST);
    }

    assertThat(kept(2021, "version " + (5 * FITTING - 1))).isEqualTo(LARGEST);
    assertThat(find(2021)).isEmpty();
  }

  @Test
  void keyAndContentOfTheSameFileAreMerged() {
    keep(2021, VERSION, "sha", "key", 0);
    keep(2021, VERSION, "sha", null, 10);
    keep(2021, VERSION, "sha", null, 0);

    CachedReport found = find(2021).orElseThrow();
    assertThat(found.key()).isEqualTo("key");
    assertThat(found.content()).isEqualTo(ByteBuffer.allocate(10));
  }

  @Test
  void keyAndContentOfDifferentFilesAreNotMixed() {
    keep(2021, VERSION, "sha", "key", 0);
    keep(2021, VERSION, "other sha", null, 10);
    assertThat(find(2021).orElseThrow().key()).isNull();

    keep(2021, "v2", "other sha", "key", 0);
    CachedReport found = made.find(question(2021), "v2").orElseThrow();
    assertThat(found.content()).isNull();
  }

  private void keep(int year, String version, String sha256, @Nullable String key, int bytes) {
    made.keep(
        question(year),
        version,
        new CsvFile(Path.of("report.csv"), bytes, sha256, 1),
        key,
        bytes == 0 ? null : ByteBuffer.allocate(bytes).asReadOnlyBuffer());
  }

  private static Question question(int year) {
    return new Question(Report.HIRES_BY_QUARTER, year, false);
  }

  private Optional<CachedReport> find(int year) {
    return made.find(question(year), VERSION);
  }

  /** Bytes of all contents that are there. */
  private long kept() {
    return IntStream.rangeClosed(Report.FIRST_YEAR, Report.LAST_YEAR)
        .mapToLong(year -> kept(year, VERSION))
        .sum();
  }

  private long kept(int year, String version) {
    return made.find(question(year), version)
        .map(CachedReport::content)
        .map(ByteBuffer::remaining)
        .orElse(0);
  }
}
