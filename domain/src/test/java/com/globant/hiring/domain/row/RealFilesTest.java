package com.globant.hiring.domain.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.ForeignKey;
import com.globant.hiring.domain.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The files this service was first made for, where they lie beside the repository. */
class RealFilesTest {
  private static final Path FILES = Path.of("..", "..", "shared", "data");

  @BeforeEach
  void filesAreThere() {
    assumeThat(FILES.resolve("hired_employees.csv")).exists();
  }

  @Test
  void allDepartmentsAndJobsAreGood() throws IOException {
    assertThat(refused(HiringTables.DEPARTMENTS, MissingValues.REJECT)).isEmpty();
    assertThat(refused(HiringTables.JOBS, MissingValues.REJECT)).isEmpty();
  }

  @Test
  void seventyHiresLackAField() throws IOException {
    List<RowRejected> refused = refused(HiringTables.HIRED_EMPLOYEES, MissingValues.REJECT);

    assertThat(lines(HiringTables.HIRED_EMPLOYEES)).hasSize(1999);
    assertThat(refused)
        .hasSize(70)
        .extracting(RowRejected::code)
        .containsOnly(RowErrorCode.REQUIRED);
  }

  @Test
  void allHiresAreGoodWhereFieldsMayBeMissing() throws IOException {
    assertThat(refused(HiringTables.HIRED_EMPLOYEES, MissingValues.NULL)).isEmpty();
  }

  private static List<RowRejected> refused(Table table, MissingValues missing) throws IOException {
    Map<ForeignKey, KeySet> keys = new HashMap<>();
    for (ForeignKey key : table.foreignKeys()) {
      keys.put(key, keys(table.referenced(key))::contains);
    }
    RowRules rules = new RowRules(table, ColumnOrder.of(table), missing, keys);
    return rows(table).stream()
        .map(rules::check)
        .filter(RowRejected.class::isInstance)
        .map(RowRejected.class::cast)
        .toList();
  }

  private static Set<Integer> keys(Table table) throws IOException {
    return rows(table).stream()
        .map(row -> Integer.valueOf(String.valueOf(row.field(0))))
        .collect(Collectors.toSet());
  }

  private static List<RawRow> rows(Table table) throws IOException {
    return lines(table).stream().map(RealFilesTest::row).toList();
  }

  private static List<String> lines(Table table) throws IOException {
    return Files.readAllLines(FILES.resolve(table.name() + ".csv"));
  }

  /** Good enough for files without quotes. */
  private static RawRow row(String line) {
    assertThat(line).doesNotContain("\"");
    @Nullable String[] fields = line.split(",", -1);
    for (int i = 0; i < fields.length; i++) {
      fields[i] = "".equals(fields[i]) ? null : fields[i];
    }
    return RawRow.of(0, line, fields);
  }
}
