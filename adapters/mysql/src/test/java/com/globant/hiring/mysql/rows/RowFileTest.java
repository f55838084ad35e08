package com.globant.hiring.mysql.rows;

import static com.globant.hiring.application.record.Loads.row;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.csv.loaddata.RowText;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.Row;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
  private final RowText values = new RowText();
  private final RowText origins = new RowText();
  private Path directory;
  private RowFile file;

  @BeforeEach
  void create(@TempDir Path temporary) throws IOException {
    directory = temporary.resolve("rows");
    file = RowFile.create(directory);
  }

  @AfterEach
  void closedFileIsDeleted() throws IOException {
    file.close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void serverGetsTheTextOfAllBatches() throws IOException {
    append(row(1, 1, "one"), row(2, 2, "two"));
    append(row(3, 3, "three"));

    assertThat(text()).isEqualTo("1\tone\n2\ttwo\n3\tthree\n");
    assertThat(file.textBytes()).isEqualTo(text().length());
    assertThat(file.rows()).isEqualTo(3);
  }

  @Test
  void rowsOfEachBatchAreReadBack() throws IOException {
    Batch first = append(row(1, 1, "one"), row(2, 2, "two"));
    Batch second = append(row(3, 3, null));

    assertThat(file.batches()).containsExactly(first, second);
    assertThat(file.read(HiringTables.JOBS, second)).hasToString("[line 3: [3, null]]");
    assertThat(file.read(HiringTables.JOBS, first))
        .hasToString("[line 1: [1, one], line 2: [2, two]]");
  }

  @Test
  void longTextIsWrittenAndReadInPieces() throws IOException {
    String longName = "é".repeat(150_000);
    Batch batch = append(row(1, 1, longName), row(2, 2, longName));

    assertThat(text()).isEqualTo("1\t" + longName + "\n2\t" + longName + "\n");
    assertThat(file.read(HiringTables.JOBS, batch).get(1).value(1)).isEqualTo(longName);
  }

  @Test
  void clearedFileIsUsedAgain() throws IOException {
    append(row(1, 1, "the first batch of the file"));
    file.clear();
    assertThat(text()).isEmpty();

    append(row(2, 2, "two"));
    assertThat(text()).isEqualTo("2\ttwo\n");
    assertThat(file.rows()).isEqualTo(1);
  }

  private Batch append(Row... rows) throws IOException {
    values.clear();
    origins.clear();
    for (Row row : rows) {
      values.add(row, 2);
      origins.addOrigin(row);
    }
    Batch batch = BatchQueueTest.batch(List.of(rows));
    file.append(batch, values.buffer(), origins.buffer());
    return batch;
  }

  private String text() throws IOException {
    return new String(Channels.newInputStream(file.text()).readAllBytes(), UTF_8);
  }
}
