package com.globant.hiring.local.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.RowErrorCode;
import com.globant.hiring.domain.raw.RawRow;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.row.ColumnOrder;
import com.globant.hiring.domain.row.MissingValues;
import com.globant.hiring.domain.row.Row;
import com.globant.hiring.domain.row.RowOutcome;
import com.globant.hiring.domain.row.RowRejected;
import com.globant.hiring.domain.row.RowRules;
import com.globant.hiring.domain.table.Table;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleFileTest {
  private static final int DEPARTMENTS = 5;
  private static final int JOBS = 7;

  @ParameterizedTest
  @MethodSource("com.globant.hiring.domain.report.HiringTables#all")
  void theSampleFilesAreReproducedByteForByte(Table table) throws IOException {
    assertThat(text(SampleFile.of(table, Hints.builtIn()))).isEqualTo(committed(table));
  }

  @Test
  void theSampleFilesHaveTheDocumentedSize() throws IOException {
    assertThat(records(committed(HiringTables.DEPARTMENTS))).hasSize(12);
    assertThat(records(committed(HiringTables.JOBS))).hasSize(180);
    assertThat(records(committed(HiringTables.HIRED_EMPLOYEES))).hasSize(2000);
  }

  @Test
  void threeToFourPercentOfTheHiresHaveOneEmptyField() throws IOException {
    List<CsvRecord> hires = records(committed(HiringTables.HIRED_EMPLOYEES));

    List<Long> emptyFields =
        hires.stream()
            .map(hire -> hire.getFields().stream().filter(String::isEmpty).count())
            .filter(empty -> empty > 0)
            .toList();

    assertThat(emptyFields).containsOnly(1L).hasSizeBetween(60, 80);
    assertThat(IntStream.range(1, 5))
        .allSatisfy(column -> assertThat(hires).anyMatch(hire -> hire.getField(column).isEmpty()));
  }

  @Test
  void namesHaveAccentsApostrophesCommasAndQuotes() throws IOException {
    for (Table table : HiringTables.all()) {
      List<String> names =
          records(committed(table)).stream().map(record -> record.getField(1)).toList();
      for (String sign : List.of(",", "\"", "'", "[^\\p{ASCII}]")) {
        assertThat(names)
            .as(table + " with " + sign)
            .anyMatch(name -> name.matches(".*%s.*".formatted(sign)));
      }
    }
  }

  @Test
  void everyDepartmentHiresInEveryQuarterOfThreeYears() throws IOException {
    List<String> quarters =
        records(committed(HiringTables.HIRED_EMPLOYEES)).stream()
            .filter(hire -> hire.getFields().stream().noneMatch(String::isEmpty))
            .map(hire -> hire.getField(3) + " " + quarter(hire.getField(2)))
            .distinct()
            .toList();

    assertThat(quarters).hasSizeGreaterThan(12 * 3 * 4 * 9 / 10);
    assertThat(quarters).allMatch(quarter -> quarter.matches("\\d+ 202[012] Q[1-4]"));
  }

  @ParameterizedTest
  @MethodSource("com.globant.hiring.domain.report.HiringTables#all")
  void namesOfDepartmentsAndJobsAreUnique(Table table) throws IOException {
    if (!table.equals(HiringTables.HIRED_EMPLOYEES)) {
      assertThat(records(text(sample(table, 1000, 0, 0))))
          .extracting(record -> record.getField(1))
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("com.globant.hiring.domain.report.HiringTables#all")
  void aCompleteRowPassesTheRulesOfItsTable(Table table) throws IOException {
    assertThat(outcomes(sample(table, 3000, 0, 0), MissingValues.REJECT))
        .hasSize(3000)
        .allMatch(Row.class::isInstance);
  }

  @ParameterizedTest
  @MethodSource("com.globant.hiring.domain.report.HiringTables#all")
  void anIncompleteRowPassesOnlyIfMissingValuesAreAllowed(Table table) throws IOException {
    assertThat(outcomes(sample(table, 500, 1, 0), MissingValues.NULL))
        .allMatch(Row.class::isInstance);
    assertThat(outcomes(sample(table, 500, 1, 0), MissingValues.REJECT))
        .allMatch(outcome -> code(outcome) == RowErrorCode.REQUIRED);
  }

  @Test
  void invalidRowsBreakEveryKindOfRule() throws IOException {
    assertThat(outcomes(sample(HiringTables.HIRED_EMPLOYEES, 500, 0, 1), MissingValues.NULL))
        .extracting(SampleFileTest::code)
        .containsOnly(
            RowErrorCode.INVALID_INTEGER,
            RowErrorCode.OUT_OF_RANGE,
            RowErrorCode.INVALID_DATETIME,
            RowErrorCode.TOO_LONG,
            RowErrorCode.UNKNOWN_REFERENCE,
            RowErrorCode.REQUIRED,
            RowErrorCode.TOO_FEW_FIELDS,
            RowErrorCode.TOO_MANY_FIELDS);
    assertThat(outcomes(sample(HiringTables.JOBS, 300, 0, 1), MissingValues.NULL))
        .extracting(SampleFileTest::code)
        .containsOnly(
            RowErrorCode.INVALID_INTEGER,
            RowErrorCode.OUT_OF_RANGE,
            RowErrorCode.TOO_LONG,
            RowErrorCode.REQUIRED,
            RowErrorCode.TOO_FEW_FIELDS,
            RowErrorCode.TOO_MANY_FIELDS);
  }

  @Test
  void aLongerFileBeginsLikeAShorterOne() throws IOException {
    String shorter = text(sample(HiringTables.HIRED_EMPLOYEES, 1000, 0.1, 0.1));
    String longer = text(sample(HiringTables.HIRED_EMPLOYEES, 5000, 0.1, 0.1));

    assertThat(longer).startsWith(shorter);
    assertThat(longer.lines()).hasSize(5000);
  }

  @Test
  void anotherSeedMakesAnotherFile() throws IOException {
    SampleFile one = sample(HiringTables.HIRED_EMPLOYEES, 10, 0, 0);
    SampleFile other =
        new SampleFile(
            HiringTables.HIRED_EMPLOYEES, Hints.builtIn(), 10, one.seed() + 1, 0, 0, Map.of());

    assertThat(text(one)).isNotEqualTo(text(other));
  }

  @Test
  void aFileMayHaveNoRows() throws IOException {
    assertThat(text(sample(HiringTables.JOBS, 0, 0, 0))).isEmpty();
  }

  private static SampleFile sample(Table table, int rows, double incomplete, double invalid) {
    return new SampleFile(
        table,
        Hints.builtIn(),
        rows,
        1,
        incomplete,
        invalid,
        Map.of("departments", DEPARTMENTS, "jobs", JOBS));
  }

  private static String text(SampleFile sample) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sample.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String committed(Table table) throws IOException {
    return Files.readString(Path.of("../../config_files/samples/%s.csv".formatted(table.name())));
  }

  private static List<CsvRecord> records(String csv) {
    return CsvReader.builder()
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .ofCsvRecord(csv)
        .stream()
        .toList();
  }

  private static List<RowOutcome> outcomes(SampleFile sample, MissingValues missing)
      throws IOException {
    RowRules rules =
        new RowRules(
            sample.table(),
            ColumnOrder.of(sample.table()),
            missing,
            Map.of(
                HiringTables.HIRED_EMPLOYEES.foreignKeys().get(0),
                    id -> (int) id >= 1 && (int) id <= DEPARTMENTS,
                HiringTables.HIRED_EMPLOYEES.foreignKeys().get(1),
                    id -> (int) id >= 1 && (int) id <= JOBS));
    return records(text(sample)).stream()
        .map(
            record ->
                rules.check(
                    RawRow.of(
                        record.getStartingLineNumber(),
                        "",
                        record.getFields().stream()
                            .map(field -> field.isEmpty() ? null : field)
                            .toArray(String[]::new))))
        .toList();
  }

  private static RowErrorCode code(RowOutcome outcome) {
    assertThat(outcome).isInstanceOf(RowRejected.class);
    return ((RowRejected) outcome).code();
  }

  private static String quarter(String moment) {
    int month = Integer.parseInt(moment.substring(5, 7));
    return "%s Q%d".formatted(moment.substring(0, 4), (month + 2) / 3);
  }
}
