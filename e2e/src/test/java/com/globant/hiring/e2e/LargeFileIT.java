package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A file larger than the memory of the service. */
@ExtendWith(ServiceUnderTest.class)
class LargeFileIT {
  private static final long BYTES = 300_000_000;

  private final Sql sql;
  private final ServiceUnderTest.Backends backends;

  LargeFileIT(Sql sql, ServiceUnderTest.Backends backends) {
    this.sql = sql;
    this.backends = backends;
  }

  @Test
  void a300MbFileNeedsAHeapOf96Mb(@TempDir Path directory) throws Exception {
    sql.empty();
    int rows = (int) GeneratedHires.rowsFor(BYTES);
    try (ForkedService service =
        ForkedService.start(directory, backends.environment(), "-Xmx96m")) {
      HiringServer server = service.server();
      server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
      server.load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);

      Answer answer = server.stream("hired_employees", () -> new GeneratedHires(rows));

      answer.assertLoaded(rows, rows, 0, 0, 0);
      assertThat(answer.json().get("bytes").asLong()).isGreaterThan(BYTES);
      assertThat(sql.count("hired_employees")).isEqualTo(rows);
      assertRefusedRowsNeedNoMemoryEither(server, rows);
    } finally {
      sql.empty();
    }
  }

  /** The same file again: every row is a duplicate, and all of them are handed back. */
  private static void assertRefusedRowsNeedNoMemoryEither(HiringServer server, int rows) {
    int again = rows / 10;

    Answer answer =
        server.stream("hired_employees", () -> new GeneratedHires(again), "append=true");

    answer.assertProblem(422, "no_rows_accepted");
    assertThat(answer.json().get("rejects_url").asText()).startsWith("http");
  }
}
