package com.globant.hiring.csv;

import com.globant.hiring.application.RowReader;
import com.globant.hiring.application.RowReaderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class FastCsvRowReaderTest extends RowReaderContract {
  private final CsvAdapter csv;

  FastCsvRowReaderTest(@TempDir Path directory) {
    csv = new CsvAdapter(2, CsvAdapter.DEFAULT_FIELD_LIMIT, directory);
  }

  @AfterEach
  void close() {
    csv.close();
  }

  @Override
  protected RowReader reader() {
    return csv.rowReader();
  }
}
