package com.globant.hiring.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.bootstrap.samples.SampleFile;
import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private final CommandRun run = new CommandRun(Map.of());

  @Test
  void helpListsTheCommands() {
    assertThat(run.execute("--help")).isZero();
    assertThat(run.out()).contains("serve", "demo", "summary", "generate", "Exit status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo", "summary", "generate"})
  void everyCommandHasHelp(String command) {
    assertThat(run.execute(command, "--help")).isZero();
    assertThat(run.out()).contains("Usage: hiring " + command);
  }

  @Test
  void theVersionNamesTheProductAndTheJava() {
    assertThat(run.execute("--version")).isZero();
    assertThat(run.out())
        .matches("(?s)hiring \\S.*Java " + System.getProperty("java.version") + " .*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--nope",
        "nope",
        "serve --nope",
        "serve now",
        "demo --config",
        "generate",
        "summary",
        "summary --verify --rebuild"
      })
  void wrongUseIsToldWithTheUsageOnStandardErrorAndStatus2(String arguments) {
    assertThat(run.execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
        .isEqualTo(2);
    assertThat(run.err()).contains("Usage: hiring");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo"})
  void wrongSettingsAreToldWithStatus2(String command) {
    CommandRun wrong = new CommandRun(Map.of("HIRING_HTTP_PORT", "x", "HIRING_NOPE", "1"));

    assertThat(wrong.execute(command, "--config", "none.yaml")).isEqualTo(2);
    assertThat(wrong.err())
        .contains("none.yaml: cannot be read", "HIRING_NOPE", "http.port = x")
        .doesNotContain("\tat ");
    assertThat(wrong.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--verify", "--rebuild"})
  void aSummaryOfNothingStartsNothingAndLeavesNothing(String task, @TempDir Path directory)
      throws IOException {
    CommandRun summary =
        new CommandRun(Map.of("HIRING_DATA_DIR", directory.resolve("data").toString()));

    assertThat(summary.execute("summary", task)).as(summary.err()).isZero();
    assertThat(summary.out()).contains("Nothing was ever loaded").contains(directory.toString());
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void generateWritesTheSampleFilesUnlessToldOtherwise() throws IOException {
    for (Table table : HiringTables.all()) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      SampleFile.of(table).writeTo(expected);
      assertThat(generated("--table", table.name())).isEqualTo(expected.toString(UTF_8));
    }
  }

  @Test
  void generateObeysItsOptions() throws IOException {
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
  void generateRefusesWhatIsOutOfRange(String options) {
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
