package com.globant.hiring.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.local.samples.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GenerateCommandTest {
  @Test
  void writesTheSampleFilesByDefault() throws IOException {
    for (Table table : HiringTables.all()) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      SampleFile.of(table).writeTo(expected);
      assertThat(generated("--table", table.name())).isEqualTo(expected.toString(UTF_8));
    }
  }

  @Test
  void appliesItsOptions() throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    new SampleFile(HiringTables.HIRED_EMPLOYEES, 50, 7, 0.5, 0.25, 3, 4).writeTo(expected);

    String options =
        "--table hired_employees --rows 50 --seed 7 --incomplete-share 0.5 --invalid-share 0.25"
            + " --departments 3 --jobs 4";

    assertThat(generated(options.split(" "))).isEqualTo(expected.toString(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--table nope",
        "--table jobs --rows -1",
        "--table jobs --rows 1.5",
        "--table jobs --invalid-share 1.1",
        "--table jobs --incomplete-share -0.1",
        "--table jobs --departments 0",
        "--table jobs --jobs 0"
      })
  void refusesValuesOutOfRange(String options) {
    StringWriter err = new StringWriter();
    CommandLine generate = generate(new ByteArrayOutputStream());
    generate.setErr(new PrintWriter(err));

    assertThat(generate.execute(options.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("Usage:");
  }

  private static String generated(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(generate(out).execute(arguments)).isZero();
    return out.toString(UTF_8);
  }

  private static CommandLine generate(ByteArrayOutputStream out) {
    return new CommandLine(new GenerateCommand(out));
  }
}
