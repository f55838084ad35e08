package com.globant.hiring.application.report;

import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.domain.report.Report;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reports that were computed last, and of small ones the files. A report is not computed again
 * as long as the tables are the same. For any thread.
 */
final class ReportCache {
  /** Size of the largest file whose content is kept; most reports have some ten thousand bytes. */
  static final int LARGEST_CONTENT = 1 << 20;

  /** Size of all contents: dozens of usual reports, and a small part of the smallest heap. */
  static final int MOST_CONTENT = 8 << 20;

  /** Each report takes a few hundred bytes, besides its content. */
  private static final int MOST_REPORTS = 1000;

  private final Clock clock;
  private final Duration reuse;
  private final Map<Question, CachedReport> reports =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, CachedReport> eldest) {
          return size() > MOST_REPORTS;
        }
      };

  /**
   * What is asked for.
   *
   * @param year within {@link Report#FIRST_YEAR} and {@link Report#LAST_YEAR}
   */
  record Question(Report report, int year, boolean escapeFormulas) {}

  /**
   * A report that was computed.
   *
   * @param version of the content of the tables
   * @param sha256 of its file
   * @param key under which it was stored, or null
   * @param content of its file, read-only; null if it is not kept
   */
  record CachedReport(
      String version,
      String sha256,
      long rows,
      @Nullable String key,
      @Nullable ByteBuffer content,
      Instant at) {

    /** Adds what an older entry knows of the same file. */
    private CachedReport with(CachedReport older) {
      return new CachedReport(
          version,
          sha256,
          rows,
          key == null ? older.key : key,
          content == null ? older.content : content,
          older.at);
    }

    private CachedReport withoutContent() {
      return new CachedReport(version, sha256, rows, key, null, at);
    }

    private int contentBytes() {
      return content == null ? 0 : content.capacity();
    }
  }

  /**
   * @param reuse how long after it was computed a report may be used
   */
  ReportCache(Clock clock, Duration reuse) {
    this.clock = clock;
    this.reuse = reuse;
  }

  /** The report if it was computed for this version, and not too long ago. */
  synchronized Optional<CachedReport> find(Question question, String version) {
    return Optional.ofNullable(reports.get(question))
        .filter(found -> found.version.equals(version) && isRecent(found));
  }

  private boolean isRecent(CachedReport found) {
    return clock.instant().isBefore(found.at.plus(reuse));
  }

  /**
   * Keeps a report for {@link #find}. It replaces one of another version.
   *
   * @param key under which it is stored, or null
   * @param content of at most {@link #LARGEST_CONTENT} bytes; null if it is not to be kept
   */
  synchronized void keep(
      Question question,
      String version,
      CsvFile file,
      @Nullable String key,
      @Nullable ByteBuffer content) {
    reports.merge(
        question,
        new CachedReport(version, file.sha256(), file.records(), key, content, clock.instant()),
        (older, latest) -> isSame(older, latest) && isRecent(older) ? latest.with(older) : latest);
    dropOldContents();
  }

  private static boolean isSame(CachedReport one, CachedReport other) {
    return one.version.equals(other.version) && one.sha256.equals(other.sha256);
  }

  /** Drops the contents that were not used for the longest time, until the others fit. */
  private void dropOldContents() {
    int bytes = reports.values().stream().mapToInt(CachedReport::contentBytes).sum();
    for (Map.Entry<Question, CachedReport> eldest : reports.entrySet()) {
      if (bytes <= MOST_CONTENT) {
        return;
      }
      bytes -= eldest.getValue().contentBytes();
      eldest.setValue(eldest.getValue().withoutContent());
    }
  }
}
