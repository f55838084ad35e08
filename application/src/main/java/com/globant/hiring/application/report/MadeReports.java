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
 * Remembers the reports that were made last, so that those are not made again for which nothing has
 * changed since; of small ones, the files as well. For any thread.
 */
final class MadeReports {
  /** Bytes of the largest file whose content is kept; most reports have some ten thousand. */
  static final int LARGEST_CONTENT = 1 << 20;

  /** Bytes of all contents: dozens of usual reports, and a small part of the smallest heap. */
  static final int MOST_CONTENT = 8 << 20;

  /** Years that are asked for in turn; each is a few hundred bytes, besides its content. */
  private static final int MOST = 1000;

  private final Clock clock;
  private final Duration reuse;
  private final Map<Question, Made> made =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Made> eldest) {
          return size() > MOST;
        }
      };

  private record Question(Report report, int year, boolean escapeFormulas) {}

  /**
   * A report as it was made.
   *
   * @param version of the content of the tables that it was made of
   * @param sha256 of its file
   * @param key under which it was stored, null where it was not
   * @param content of its file, read-only; null where it is not kept
   */
  record Made(
      String version,
      String sha256,
      long rows,
      @Nullable String key,
      @Nullable ByteBuffer content,
      Instant at) {

    /** Takes over what is known of the same file. */
    private Made with(Made older) {
      return new Made(
          version,
          sha256,
          rows,
          key == null ? older.key : key,
          content == null ? older.content : content,
          older.at);
    }

    private Made withoutContent() {
      return new Made(version, sha256, rows, key, null, at);
    }

    private int contentBytes() {
      return content == null ? 0 : content.capacity();
    }
  }

  /**
   * @param reuse how long a report is taken for being there after it was made
   */
  MadeReports(Clock clock, Duration reuse) {
    this.clock = clock;
    this.reuse = reuse;
  }

  /** The report as it was made of this version, unless that was too long ago. */
  synchronized Optional<Made> find(
      Report report, int year, boolean escapeFormulas, String version) {
    return Optional.ofNullable(made.get(new Question(report, year, escapeFormulas)))
        .filter(found -> found.version.equals(version) && isRecent(found));
  }

  private boolean isRecent(Made found) {
    return clock.instant().isBefore(found.at.plus(reuse));
  }

  /**
   * Keeps a report for {@link #find}, instead of any that was made of another version.
   *
   * @param key where it is stored now, null where it was not stored
   * @param content of at most {@link #LARGEST_CONTENT} bytes, null where it is not to be kept
   */
  synchronized void keep(
      Report report,
      int year,
      boolean escapeFormulas,
      String version,
      CsvFile file,
      @Nullable String key,
      @Nullable ByteBuffer content) {
    made.merge(
        new Question(report, year, escapeFormulas),
        new Made(version, file.sha256(), file.records(), key, content, clock.instant()),
        (older, latest) -> isSame(older, latest) && isRecent(older) ? latest.with(older) : latest);
    shed();
  }

  private static boolean isSame(Made one, Made other) {
    return one.version.equals(other.version) && one.sha256.equals(other.sha256);
  }

  /** Lets go of contents that were not asked for the longest, until the others are few enough. */
  private void shed() {
    int bytes = made.values().stream().mapToInt(Made::contentBytes).sum();
    for (Map.Entry<Question, Made> eldest : made.entrySet()) {
      if (bytes <= MOST_CONTENT) {
        return;
      }
      bytes -= eldest.getValue().contentBytes();
      eldest.setValue(eldest.getValue().withoutContent());
    }
  }
}
