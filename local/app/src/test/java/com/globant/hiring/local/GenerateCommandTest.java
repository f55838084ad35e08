package com.globant.hiring.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.local.samples.Hints;
import com.globant.hiring.local.samples.SampleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GenerateCommandTest {
  private Map<String, String> environment = Map.of();

  @Test
  void writesTheSampleFilesByDefault() throws IOException {
    for (Table table : HiringTables.all()) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      SampleFile.of(table, Hints.builtIn()).writeTo(expected);
      assertThat(generated("--table", table.name())).isEqualTo(expected.toString(UTF_8));
    }
  }

  @Test
  void appliesItsOptions() throws IOException {
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    new SampleFile(
            HiringTables.HIRED_EMPLOYEES,
            Hints.builtIn(),
            50,
            7,
            0.5,
            0.25,
            Map.of("departments", 3, "jobs", 4))
        .writeTo(expected);

    String options =
        "--table hired_employees --rows 50 --seed 7 --incomplete-share 0.5 --invalid-share 0.25"
            + " --rows-of departments=3 --rows-of jobs=4";

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
        "--table jobs --schema nope",
        "--table hired_employees --rows-of jobs=0",
        "--table hired_employees --rows-of jobs"
      })
  void refusesValuesOutOfRange(String options) {
    StringWriter err = new StringWriter();
    CommandLine generate = generate(new ByteArrayOutputStream());
    generate.setErr(new PrintWriter(err));

    assertThat(generate.execute(options.split(" "))).isEqualTo(2);
    assertThat(err.toString()).contains("Usage:");
  }

  @Test
  void makesRowsOfAnyTableThatIsDefined(@TempDir Path directory) throws IOException {
    Files.writeString(
        directory.resolve("datapackage.json"),
        """
        {"name": "shop", "resources": [{"name": "Order Lines", "dialect": {"header": true, "delimiter": ";"},
          "schema": {"primaryKey": "No", "fields": [
            {"name": "No", "type": "integer"}, {"name": "Size", "type": "string"}]}}]}
        """);
    Path hints =
        Files.writeString(
            directory.resolve("hints.json"),
            "{\"Order Lines\": {\"columns\": {\"Size\": {\"texts\": [\"S\", \"M\"]}}}}");
    environment = Map.of("HIRING_SCHEMAS_DIRECTORY", directory.toString());

    assertThat(generated("--table", "Order Lines", "--rows", "3", "--hints", hints.toString()))
        .matches("No;Size\n1;[SM]\n2;[SM]\n3;[SM]\n");
  }

  private String generated(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(generate(out).execute(arguments)).isZero();
    return out.toString(UTF_8);
  }

  private CommandLine generate(ByteArrayOutputStream out) {
    return new CommandLine(new GenerateCommand(environment, out));
  }
}
