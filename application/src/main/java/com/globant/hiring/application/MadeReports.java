package com.globant.hiring.application;

import com.globant.hiring.domain.Report;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the reports that were made last, so that those are not made again for which nothing has
 * changed since. For any thread.
 */
final class MadeReports {
  /** Years that are asked for in turn; each is a few hundred bytes. */
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

  private record Question(Report report, int year) {}

  /**
   * A report as it was made.
   *
   * @param version of the content that it was made of
   * @param sha256 of its file
   * @param key under which it was stored, null where it was not
   */
  record Made(String version, String sha256, long rows, @Nullable String key, Instant at) {}

  /**
   * @param reuse how long a report is taken for being there after it was made
   */
  MadeReports(Clock clock, Duration reuse) {
    this.clock = clock;
    this.reuse = reuse;
  }

  /** The report as it was made of this version, unless that was too long ago. */
  synchronized Optional<Made> find(Report report, int year, String version) {
    return Optional.ofNullable(made.get(new Question(report, year)))
        .filter(
            found ->
                found.version.equals(version) && clock.instant().isBefore(found.at.plus(reuse)));
  }

  /** Keeps a report for {@link #find}, instead of any that was made of another version. */
  synchronized void keep(
      Report report, int year, String version, CsvFile file, @Nullable String key) {
    made.put(
        new Question(report, year),
        new Made(version, file.sha256(), file.records(), key, clock.instant()));
  }
}
