package com.globant.hiring.bootstrap.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private final CommandRun run = CommandRun.deployed(Map.of());

  @Test
  void helpListsTheCommands() {
    assertThat(run.execute("--help")).isZero();
    assertThat(run.out())
        .contains("serve", "api-key", "health", "summary", "tables", "Exit status")
        .doesNotContain("demo", "generate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "api-key",
        "health",
        "summary",
        "tables",
        "tables list",
        "tables show",
        "tables check",
        "tables infer"
      })
  void everyCommandHasHelp(String command) {
    assertThat(run.execute((command + " --help").split(" "))).isZero();
    assertThat(run.out()).contains("Usage: hiring " + command);
  }

  @Test
  void versionPrintsProductAndJava() {
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
        "serve --config",
        "summary",
        "summary --verify --rebuild",
        "tables",
        "tables show",
        "tables show nope",
        "tables infer",
        "tables infer x.csv --delimiter :",
        "tables infer x.csv --header maybe",
        "tables infer x.csv --charset nope"
      })
  void wrongUsePrintsTheUsageToStandardErrorAndGivesStatus2(String arguments) {
    assertThat(run.execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
        .isEqualTo(2);
    assertThat(run.err()).contains("Usage: hiring");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "summary --verify"})
  void wrongSettingsGiveStatus2(String command) {
    CommandRun wrong = CommandRun.deployed(Map.of("HIRING_HTTP_PORT", "x", "HIRING_NOPE", "1"));

    assertThat(wrong.execute((command + " --config none.yaml").split(" "))).isEqualTo(2);
    assertThat(wrong.err())
        .contains("none.yaml: cannot be read", "HIRING_NOPE", "http.port = x")
        .doesNotContain("\tat ");
    assertThat(wrong.out()).isEmpty();
  }

  @Test
  void serveWithoutDatabaseOrBucketNamesWhatToSet() {
    assertThat(run.execute("serve")).isEqualTo(1);
    assertThat(run.err())
        .contains("HIRING_DATABASE_HOST", "HIRING_STORAGE_BUCKET", "./hiring")
        .doesNotContain("\tat ");
  }

  @Test
  void serveWithADatabaseNamesTheMissingBucketOnly() {
    CommandRun serve =
        CommandRun.deployed(
            Map.of("HIRING_DATABASE_HOST", "db.example", "HIRING_DATABASE_USER", "loader"));

    assertThat(serve.execute("serve")).isEqualTo(1);
    assertThat(serve.err()).contains("HIRING_STORAGE_BUCKET").doesNotContain("DATABASE_HOST");
  }

  @Test
  void summaryWithoutDatabaseNamesWhatToSet() {
    assertThat(run.execute("summary", "--verify")).isEqualTo(1);
    assertThat(run.err()).contains("HIRING_DATABASE_HOST").doesNotContain("\tat ");
  }
}
