package com.globant.hiring.application.rejects;

import static com.globant.hiring.application.record.Loads.await;
import static com.globant.hiring.application.record.RequestBuilder.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.application.record.InMemoryLoadRecords;
import com.globant.hiring.application.record.LoadRecord;
import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.LoadResult;
import com.globant.hiring.application.record.LoadStatus;
import com.globant.hiring.application.record.LoadSubmission;
import com.globant.hiring.application.record.RowCounts;
import com.globant.hiring.domain.report.HiringTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteExpiredRejectsTest {
  private static final Duration DAY = LoadRecords.DRY_RUN_REJECTS_LIFETIME;

  private final MovingClock clock = new MovingClock();
  private final InMemoryLoadRecords records = new InMemoryLoadRecords(clock);
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final DeleteExpiredRejects expired = new DeleteExpiredRejects(records, store);

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  @BeforeEach
  void loads() throws IOException {
    ended("dry", true);
    ended("real", false);
  }

  @Test
  void rejectsOfADryRunAreDeletedAfterADay() {
    clock.now = clock.now.plus(DAY).minusMillis(1);
    assertThat(await(expired.run())).isZero();
    assertThat(store.files()).hasSize(2);

    clock.now = clock.now.plusMillis(1);
    assertThat(await(expired.run())).isEqualTo(1);

    assertThat(store.files()).containsOnlyKeys("rejects/real.csv");
    assertThat(await(records.find("dry")).orElseThrow().result().rejectsStored()).isFalse();
    assertThat(await(expired.run())).isZero();
  }

  @Test
  void recordHasNoRejectsAfterTheirLifetime() {
    LoadRecord dry = await(records.find("dry")).orElseThrow();

    assertThat(dry.hasRejects(clock.now.plus(DAY).minusMillis(1))).isTrue();
    assertThat(dry.hasRejects(clock.now.plus(DAY))).isFalse();
  }

  @Test
  void failedDeletionIsRepeated() {
    clock.now = clock.now.plus(DAY);
    store.failWith(new Refused(RefusalCode.STORAGE_UNAVAILABLE, "away"));
    assertThatThrownBy(() -> await(expired.run())).hasMessage("away");

    store.failWith(null);
    assertThat(await(expired.run())).isEqualTo(1);
    assertThat(store.files()).containsOnlyKeys("rejects/real.csv");
  }

  private void ended(String id, boolean dryRun) throws IOException {
    LoadSubmission load =
        new LoadSubmission(
            id, request(HiringTables.JOBS).append().dryRun(dryRun).build(), null, "request", null);
    await(records.open(load));
    Path file = Files.writeString(directory.resolve(id + ".csv"), "line");
    await(store.put(load.rejectsKey(), "rejects.csv", new CsvFile(file, 4, "", 1)));
    LoadResult result =
        new LoadResult(new RowCounts(1, 0, 0, 0, 1, 0), 4, null, null, 1, List.of(), true, 1, null);
    await(records.ended(id, LoadStatus.FAILED, result, null));
  }

  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
