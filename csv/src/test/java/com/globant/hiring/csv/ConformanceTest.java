package com.globant.hiring.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.Refused;
import com.globant.hiring.application.load.ScriptedBody;
import com.globant.hiring.csv.ConformanceCase.ExpectedRow;
import com.globant.hiring.domain.row.RawRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reader's part of the CSV semantics, case by case, however the body is cut. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  private static final int FIELD_LIMIT = 100;

  /** Of a longer body, only the first and last positions are cut at. */
  private static final int CUT_EVERYWHERE = 600;

  private CsvAdapter csv;

  @BeforeAll
  void open(@TempDir Path directory) {
    csv = new CsvAdapter(new CsvAdapter.Settings(1, FIELD_LIMIT, 256L << 20, 0, 0), directory);
  }

  @AfterAll
  void close() {
    csv.close();
  }

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
            "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aBodyIsReadAsItsCaseSays(ConformanceCase conformance) {
    Reading reading = read(conformance, List.of(conformance.body()));

    Refused refusal = reading.refusal();
    if (conformance.refused() == null) {
      assertThat(refusal).isNull();
    } else {
      assertThat(reading.told()).hasSize(1).first().asString().startsWith(conformance.refused());
      assertThat(conformance.says())
          .allSatisfy(part -> assertThat(reading.told().get(0)).contains(part));
    }
    assertThat(reading.rows()).hasSize(conformance.rowCount());
    for (int i = 0; i < conformance.rows().size(); i++) {
      assertRow(reading.rows().get(i), conformance.rows().get(i));
    }
  }

  private static void assertRow(RawRow row, ExpectedRow expected) {
    assertThat(row.line()).isEqualTo(expected.line());
    assertThat(row.fieldCount()).isEqualTo(expected.fieldCount());
    assertThat(row.malformed()).isEqualTo(expected.malformed());
    if (expected.fields() != null) {
      assertThat(row.fields()).isEqualTo(expected.fields());
    }
    if (expected.raw() != null) {
      assertThat(row.raw().toString()).isEqualTo(expected.raw());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOutcomeIsTheSameHoweverTheBodyIsCut(ConformanceCase conformance) {
    byte[] body = conformance.body();
    List<String> whole = read(conformance, List.of(body)).told();

    assertThat(read(conformance, Reading.byteByByte(body)).told()).isEqualTo(whole);
    for (int at = 1; at < body.length; at++) {
      if (at < CUT_EVERYWHERE || body.length - at < CUT_EVERYWHERE) {
        assertThat(read(conformance, Reading.cutAt(body, at)).told())
            .as("cut at %d", at)
            .isEqualTo(whole);
      }
    }
  }

  private Reading read(ConformanceCase conformance, List<byte[]> pieces) {
    ScriptedBody body =
        new ScriptedBody(conformance.format(), conformance.charset(), null, pieces)
            .declaring(conformance.declared());
    return Reading.of(csv.rowReader(), conformance.table(), conformance.asked(), body);
  }
}
