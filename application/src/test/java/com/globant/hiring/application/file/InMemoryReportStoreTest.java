package com.globant.hiring.application.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryReportStoreTest extends ReportStoreContract {
  private final InMemoryReportStore signingNow = new InMemoryReportStore(Clock.systemUTC(), EXPIRY);
  private InMemoryReportStore current = signingNow;

  @Override
  protected ReportStore store(Clock clock) {
    // One store for all files of a test that are signed now; another clock gets its own.
    current = clock.equals(Clock.systemUTC()) ? signingNow : new InMemoryReportStore(clock, EXPIRY);
    return current;
  }

  @Override
  protected Optional<byte[]> read(URI url) {
    return current.read(url);
  }

  @Test
  void outageRefusesUntilItEnds() throws Exception {
    Refused refusal = new Refused(RefusalCode.STORAGE_UNAVAILABLE, "gone");
    signingNow.failWith(refusal);
    assertThatThrownBy(() -> put(Clock.systemUTC(), "a.csv", file("x"))).hasCause(refusal);

    signingNow.failWith(null);
    put(Clock.systemUTC(), "a.csv", file("x"));

    assertThat(signingNow.files()).containsOnlyKeys("a.csv");
  }
}
