package com.globant.hiring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.client.model.BulkRun;
import com.globant.hiring.client.model.FilesRead;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.PartsWritten;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressDisplayTest {
  @Test
  void aLineHasBytesRowsRateAndTimeLeft() {
    assertThat(ProgressDisplay.line("jobs", 2_500_000, 10_000_000, 41_000, 2))
        .isEqualTo("jobs   25 %  2.5 MB of 10.0 MB  41,000 rows  1.3 MB/s  6 s left");
  }

  @Test
  void atTheEndTheCommitIsWaitedFor() {
    assertThat(ProgressDisplay.line("jobs", 10, 10, 0, 2))
        .isEqualTo("jobs  100 %  10 B of 10 B  5 B/s  all sent, waiting for the commit");
  }

  @Test
  void atTheBeginningNoTimeIsGiven() {
    assertThat(ProgressDisplay.line("jobs", 0, 10, 0, 2))
        .isEqualTo("jobs    0 %  0 B of 10 B  0 B/s");
  }

  @Test
  void theStageOfALoadOfFilesHasItsPhaseOnAClusterItsPartsAndItsFiles() {
    Load files = new Load().files(new FilesRead().done(3).total(1200));
    Load planned = new Load().run(new BulkRun().engine("spark-submit").phase("checking"));
    Load writing =
        new Load()
            .files(new FilesRead().done(1200).total(1200))
            .run(
                new BulkRun()
                    .engine("spark-submit")
                    .phase("writing")
                    .parts(new PartsWritten().done(7).total(40)));

    assertThat(ProgressDisplay.stage(new Load())).isEmpty();
    assertThat(ProgressDisplay.stage(files)).isEqualTo("3 of 1,200 files");
    assertThat(ProgressDisplay.stage(planned)).isEqualTo("checking");
    assertThat(ProgressDisplay.stage(writing))
        .isEqualTo("writing, 7 of 40 parts, 1,200 of 1,200 files");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "99949, 99.9 kB",
    "99950, 100 kB",
    "999499, 999 kB",
    "999500, 1.0 MB",
    "222000000, 222 MB",
    "5000000000000000, 5000 TB"
  })
  void sizesAreDecimal(long bytes, String text) {
    assertThat(ProgressDisplay.size(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.4, 0 s",
    "59.4, 59 s",
    "59.6, 1 min 00 s",
    "3599, 59 min 59 s",
    "3660, 1 h 01 min"
  })
  void timesAreShort(double seconds, String text) {
    assertThat(ProgressDisplay.time(seconds)).isEqualTo(text);
  }
}
