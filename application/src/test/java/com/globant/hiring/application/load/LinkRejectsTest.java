package com.globant.hiring.application.load;

import static com.globant.hiring.application.load.Loads.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.Workers;
import com.globant.hiring.application.file.CsvFile;
import com.globant.hiring.application.file.InMemoryCsvSpools;
import com.globant.hiring.application.file.InMemoryReportStore;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.MissingValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkRejectsTest {
  private final InMemoryCsvSpools spools = new InMemoryCsvSpools();
  private final InMemoryReportStore store = new InMemoryReportStore();
  private final Workers copiers = new Workers("copy-test", 1);
  private final LinkRejects linkRejects = new LinkRejects(copiers, spools, store);

  @AfterEach
  void close() {
    copiers.close();
    assertThat(spools.open()).isZero();
  }

  @Test
  void storedFileIsLinkedAndACopyOnlyMadeForEscapedFormulas(@TempDir Path directory)
      throws IOException {
    LoadSubmission load =
        new LoadSubmission(
            "id",
            new LoadRequest(
                HiringTables.JOBS,
                "hiring",
                true,
                null,
                null,
                null,
                MissingValues.NULL,
                false,
                Long.MAX_VALUE,
                DuplicateKeys.REJECT,
                false),
            null,
            "request",
            null);
    LoadRecord kept =
        new LoadRecord(1, load, LoadStatus.FAILED, LoadResult.NONE, null, Instant.EPOCH, null);
    Path file = Files.writeString(directory.resolve("rejects.csv"), "line");
    await(store.put(load.rejectsKey(), "rejects.csv", new CsvFile(file, 4, "", 1)));

    assertThat(store.read(await(linkRejects.run(kept, false)).url()))
        .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo("line"));
    assertThat(store.files()).hasSize(1);
    assertThat(store.read(await(linkRejects.run(kept, true)).url())).isPresent();
    assertThat(store.files()).containsOnlyKeys("rejects/id.csv", "rejects/id-escaped.csv");
  }
}
