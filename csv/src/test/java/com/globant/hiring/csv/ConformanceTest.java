package com.globant.hiring.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.csv.ConformanceCase.ExpectedRow;
import com.globant.hiring.domain.raw.FileRefused;
import com.globant.hiring.domain.raw.RawRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader's part of the CSV semantics, case by case, however the body is cut. */
class ConformanceTest {
  private static final int FIELD_LIMIT = 100;

  /** Of a longer body, only the first and last positions are cut at. */
  private static final int CUT_EVERYWHERE = 600;

  private static final RowParser PARSER = new RowParser(FIELD_LIMIT, 256L << 20);

  static Stream<ConformanceCase> cases() throws IOException, URISyntaxException {
    Path directory =
        Path.of(Objects.requireNonNull(ConformanceTest.class.getResource("/conformance")).toURI());
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList().stream().flatMap(ConformanceTest::casesOf);
    }
  }

  private static Stream<ConformanceCase> casesOf(Path file) {
    try {
      String name = file.getFileName().toString().replace(".txt", "");
      return ConformanceCase.read(name, Files.readString(file)).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyFileHasCases() throws Exception {
    assertThat(cases().map(conformance -> conformance.name().substring(0, 2)).distinct())
        .containsExactly(
            "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14",
            "15", "16");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bodyIsReadAsItsCaseSays(ConformanceCase conformance) {
    Reading reading = read(conformance, List.of(conformance.body()));

    FileRefused refusal = reading.refusal();
    if (conformance.refused() == null) {
      assertThat(refusal).isNull();
    } else {
      assertThat(reading.described())
          .hasSize(1)
          .first()
          .asString()
          .startsWith(conformance.refused());
      assertThat(conformance.says())
          .allSatisfy(part -> assertThat(reading.described().get(0)).contains(part));
    }
    assertThat(reading.rows()).hasSize(conformance.rowCount());
    for (int i = 0; i < conformance.rows().size(); i++) {
      assertRow(
          reading.rows().get(i), conformance.rows().get(i), conformance.table().columns().size());
    }
  }

  /** Empty fields beyond those of the table are left to the rules. */
  private static void assertRow(RawRow row, ExpectedRow expected, int columns) {
    int count = Math.min(row.fieldCount(), Math.max(columns, row.filledCount()));
    assertThat(row.line()).isEqualTo(expected.line());
    assertThat(count).isEqualTo(expected.fieldCount());
    assertThat(row.malformed()).isEqualTo(expected.malformed());
    if (expected.fields() != null) {
      assertThat(row.fields().subList(0, Math.min(count, row.fields().size())))
          .isEqualTo(expected.fields());
    }
    if (expected.raw() != null) {
      assertThat(row.raw().toString()).isEqualTo(expected.raw());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void outcomeDoesNotDependOnThePiecesOfTheBody(ConformanceCase conformance) {
    byte[] body = conformance.body();
    List<String> whole = read(conformance, List.of(body)).described();

    assertThat(read(conformance, Reading.byteByByte(body)).described()).isEqualTo(whole);
    for (int at = 1; at < body.length; at++) {
      if (at < CUT_EVERYWHERE || body.length - at < CUT_EVERYWHERE) {
        assertThat(read(conformance, Reading.cutAt(body, at)).described())
            .as("cut at %d", at)
            .isEqualTo(whole);
      }
    }
  }

  private Reading read(ConformanceCase conformance, List<byte[]> pieces) {
    return Reading.of(
        () ->
            conformance.json()
                ? PARSER.json(conformance.table(), Reading.stream(pieces))
                : PARSER.csv(
                    conformance.table(),
                    Reading.stream(pieces),
                    conformance.charset(),
                    conformance.delimiter()));
  }
}
