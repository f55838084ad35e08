package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies within all limits, sent to services with little memory. */
@ExtendWith(ServiceUnderTest.class)
class SmallHeapIT {
  /** Just under the limits: seven fields of 130,900 bytes. */
  private static final byte[] WIDE_ROW =
      ("9," + ("\"" + "x".repeat(130_900) + "\",").repeat(7) + "\n").getBytes(UTF_8);

  private static final int ROWS = 6;

  private final ServiceUnderTest.Backends backends;

  SmallHeapIT(ServiceUnderTest.Backends backends) {
    this.backends = backends;
  }

  @ParameterizedTest
  @CsvSource({"-Xmx128m,8", "-Xmx128m,32", "-Xmx256m,32"})
  void concurrentUploadsOfWideRowsAreAllAnswered(String heap, int uploads, @TempDir Path directory)
      throws Exception {
    try (ForkedService service = ForkedService.start(directory, backends.environment(), heap)) {
      HiringServer server = service.server();
      ExecutorService clients = Executors.newFixedThreadPool(uploads);
      try {
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < uploads; i++) {
          answers.add(
              clients.submit(
                  () -> server.stream("jobs", WideRows::new, "append=true", "dry_run=true")));
        }
        int read = 0;
        for (Future<Answer> answer : answers) {
          read += assertRefused(answer.get(3, TimeUnit.MINUTES));
        }
        assertThat(read).isPositive();
      } finally {
        clients.shutdownNow();
      }
      server.load("jobs", "1,Clerk\n2,Judge\n", "dry_run=true").assertLoaded(2, 2, 0, 0, 0);
    }
  }

  /**
   * 1 if all rows were read and refused, 0 if the load was refused for lack of memory or places.
   */
  private static int assertRefused(Answer answer) {
    String code = answer.json().get("code").asText();
    if (code.equals("no_rows_accepted")) {
      answer.assertProblem(422, code);
      assertThat(answer.json().get("rejects_kept").asInt()).isEqualTo(ROWS);
      return 1;
    }
    assertThat(code).isIn("too_many_loads", "memory_busy");
    answer.assertProblem(429, code);
    assertThat(answer.header("Retry-After")).isNotEmpty();
    return 0;
  }

  @Test
  void aTooSmallHeapStopsTheStart(@TempDir Path directory) {
    assertThatThrownBy(
            () -> ForkedService.start(directory, backends.environment(), "-Xmx64m").close())
        .hasMessageContainingAll(
            "limits.max_concurrent_loads = 32", "limits.max_field_bytes = 131072", "-Xmx");
  }

  private static final class WideRows extends InputStream {
    private long position;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (position == (long) ROWS * WIDE_ROW.length) {
        return -1;
      }
      int from = (int) (position % WIDE_ROW.length);
      int count = Math.min(length, WIDE_ROW.length - from);
      System.arraycopy(WIDE_ROW, from, target, offset, count);
      position += count;
      return count;
    }
  }
}
