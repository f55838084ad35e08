package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.cli.Main;
import com.globant.hiring.e2e.ClientProgram.Run;
import com.globant.hiring.http.ApiKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The client commands against a service, as their users run them. */
@ExtendWith(ServiceUnderTest.class)
class CommandLineIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HiringServer server;
  private final Sql sql;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  CommandLineIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void emptyTables() {
    sql.empty();
  }

  private ClientProgram program() {
    return new ClientProgram(directory, server.base().toString());
  }

  private Run load(String... arguments) throws Exception {
    String[] all = new String[arguments.length + 3];
    all[0] = "load";
    all[1] = "--schema";
    all[2] = server.schema();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return program().run(all);
  }

  private void file(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private static JsonNode json(String line) throws IOException {
    return JSON.readTree(line);
  }

  @Test
  void refusedRowsGiveStatus3AndAreWrittenToAFile() throws Exception {
    file("jobs.csv", "1,Recruiter\nx,bad\n");

    Run run = load("--append", "--rejects", "bad.csv", "jobs", "jobs.csv");

    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.out())
        .contains("jobs: 2 rows read, 1 inserted, 1 refused")
        .contains("line 2: id is not an integer");
    assertThat(run.err()).contains("adding to jobs: jobs.csv");
    assertThat(Files.readString(directory.resolve("bad.csv")))
        .startsWith("line,column,code,message,raw\r\n2,id,invalid_integer,")
        .endsWith("\"x,bad\"\r\n");
    assertThat(sql.count("jobs")).isEqualTo(1);
  }

  @Test
  void anEarlierFileOfRefusedRowsIsReplacedIfNoneIsRefused() throws Exception {
    file("bad.csv", "old");
    file("jobs.csv", "1,Recruiter\n");

    assertThat(load("--rejects", "bad.csv", "jobs", "jobs.csv").status()).isZero();

    assertThat(directory.resolve("bad.csv")).hasContent("line,column,code,message,raw");
  }

  @Test
  void withoutAppendTheContentIsReplacedAndFurtherFilesAreAdded() throws Exception {
    file("a.csv", "1,Recruiter\n");
    Files.write(directory.resolve("b.csv.gz"), SendingMode.gzip("2,Buyer\n"));
    server.load("jobs", "9,Old\n").assertLoaded(1, 1, 0, 0, 0);

    Run run = load("jobs", "?.csv*");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .containsSubsequence("replacing the content of jobs: a.csv", "adding to jobs: b.csv.gz");
    assertThat(sql.rows("SELECT id FROM %s.jobs ORDER BY id".formatted(server.schema())))
        .containsExactly("1", "2");
  }

  @Test
  void aDryRunStoresNothing() throws Exception {
    file("jobs.csv", "1,Recruiter\n");

    Run run = load("--dry-run", "jobs", "jobs.csv");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("dry run, nothing stored: 1 rows read");
    assertThat(sql.count("jobs")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hired_employees=hired_employees.csv jobs=jobs.csv departments=departments.csv",
        "--by-name hired_employees.csv jobs.csv departments.csv",
        "--by-name *s.csv"
      })
  void severalTablesAreLoadedInTheOrderOfTheirReferences(String arguments) throws Exception {
    file("hired_employees.csv", "1,Ada,2021-01-01,1,1\n");
    file("jobs.csv", "1,Recruiter\n");
    file("departments.csv", "1,Sales\n");

    Run run = load(arguments.split(" "));

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(sql.count("hired_employees")).isEqualTo(1);
    assertThat(run.out().lines().reduce((one, other) -> other))
        .hasValueSatisfying(last -> assertThat(last).startsWith("hired_employees: "));
  }

  @Test
  void standardInputIsLoaded() throws Exception {
    Run run =
        program()
            .runWithInput(
                "1,Recruiter\n", "load", "--schema", server.schema(), "--quiet", "jobs", "-");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(sql.count("jobs")).isEqualTo(1);
  }

  @Test
  void aRefusedFileGivesStatus4AndTheRestIsNotLoaded() throws Exception {
    file("bad.csv", "x,bad\n");
    file("good.csv", "1,Recruiter\n");

    Run run = load("--rejects", ".", "--append", "jobs", "bad.csv", "good.csv");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("(no_rows_accepted)", "not loaded: good.csv");
    assertThat(run.out()).contains("line 1: id is not an integer");
    assertThat(sql.count("jobs")).isZero();
    try (var files = Files.newDirectoryStream(directory, "rejects-jobs-*.csv")) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void afterARefusedFileWasMendedTheFilesBeforeItAreNotLoadedAgain() throws Exception {
    file("a.csv", "1,Recruiter\n");
    file("b.csv", "x,Buyer\n");
    assertThat(load("--append", "jobs", "a.csv", "b.csv").status()).isEqualTo(4);
    file("b.csv", "22,Buyer\n");

    Run again = load("--append", "jobs", "a.csv", "b.csv");

    assertThat(again.status()).as(again.out() + again.err()).isZero();
    assertThat(again.err()).containsOnlyOnce("continuing the attempt of ");
    assertThat(sql.count("jobs")).isEqualTo(2);
    Run later = load("--append", "jobs", "a.csv");
    assertThat(later.status()).as("a new load, whose key is a duplicate").isEqualTo(4);
    assertThat(later.out()).contains("id 1 is already in jobs");
  }

  @Test
  void jsonHasOneObjectALineForEachFile() throws Exception {
    file("good.csv", "1,Recruiter\n");
    file("bad.csv", "x,bad\n");

    Run run = load("--json", "--append", "jobs", "good.csv", "bad.csv");

    assertThat(run.status()).isEqualTo(4);
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode loaded = json(lines.get(0));
    assertThat(loaded.get("file").asText()).isEqualTo("good.csv");
    assertThat(loaded.get("table").asText()).isEqualTo("jobs");
    assertThat(loaded.get("loaded").get("rows").get("inserted").asInt()).isEqualTo(1);
    assertThat(json(lines.get(1)).get("refused").get("code").asText())
        .isEqualTo("no_rows_accepted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load",
        "load jobs",
        "load jobs none.csv",
        "load jobs none*.csv",
        "load jobs - -",
        "load jobs=- jobs.csv",
        "load --nope jobs -",
        "load --delimiter : jobs -",
        "load --url ftp://127.0.0.1 jobs -",
        "load --profile none jobs -",
        "load --url http://127.0.0.1 --profile one jobs -",
        "report hires-by-month --year 2021",
        "report hires-by-quarter",
        "loads --status gone",
        "loads --api-key a-key-that-ps-would-show"
      })
  void wrongUseGivesStatus2(String arguments) {
    String[] words = arguments.split(" ", -1);
    Map<String, String> environment =
        Map.of("HIRING_URL", "", "XDG_CONFIG_HOME", directory.toString());
    CommandLine command =
        Main.commands(environment, InputStream.nullInputStream()).stream()
            .filter(one -> one.getCommandName().equals(words[0]))
            .findFirst()
            .orElseThrow();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int status =
        command
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Arrays.copyOfRange(words, 1, words.length));

    assertWrongUse(new Run(status, out.toString(), err.toString()));
  }

  @Test
  void anUnknownCommandGivesStatus2() throws Exception {
    assertWrongUse(program().run("nope"));
  }

  private static void assertWrongUse(Run run) {
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isNotEmpty().doesNotContain("\tat ");
  }

  @Test
  void anUnreachableServiceGivesStatus5AndTheSameCommandContinues() throws Exception {
    file("jobs.csv", "1,Recruiter\n");
    String[] load = {"load", "--schema", server.schema(), "--wait", "0", "jobs", "jobs.csv"};

    Run unreachable = new ClientProgram(directory, "http://127.0.0.1:9").run(load);
    Run again = new ClientProgram(directory, "http://127.0.0.1:9").run(load);

    assertThat(unreachable.status()).as(unreachable.err()).isEqualTo(5);
    assertThat(unreachable.err())
        .contains("http://127.0.0.1:9", "not reachable", "the same command continues");
    assertThat(again.err()).contains("continuing the attempt of ");
  }

  @Test
  void aBusyTableIsWaitedFor() throws Exception {
    file("jobs.csv", "1,Recruiter\n");
    ClientProgram.Running running;
    try (SlowLoad holder = SlowLoad.begin(server, "jobs")) {
      holder.send("9,Never ends\n");
      running = program().start("load", "--schema", server.schema(), "jobs", "jobs.csv");
      Eventually.until(
          "the command waits",
          () -> read(running.err()).matches("(?s).*\\(table_busy\\); trying again in .*"));
    }

    Run run = running.end();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(sql.count("jobs")).isEqualTo(1);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  @Test
  void otherCommandsShowLoadsRowsTablesAndReports() throws Exception {
    server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
    String load = server.load("jobs", "1,Recruiter\nx,bad\n").json().get("load_id").asText();
    server.load("hired_employees", "1,Ada,2021-01-01,1,1\n").assertLoaded(1, 1, 0, 0, 0);
    ClientProgram program = program();

    assertThat(program.run("loads", "--table", "jobs", "--limit", "1").out())
        .contains(load, "committed");
    JsonNode listed = json(program.run("loads", "--table", "jobs", "--limit", "1", "--json").out());
    assertThat(listed.get("load_id").asText()).isEqualTo(load);
    Run watched = program.run("watch", load);
    assertThat(watched.status()).isEqualTo(3);
    assertThat(watched.out()).contains("jobs: committed, 2 rows read, 1 refused");
    assertThat(json(program.run("watch", load, "--json").out()).get("status").asText())
        .isEqualTo("committed");
    Run cancelled = program.run("cancel", load);
    assertThat(cancelled.status()).isEqualTo(4);
    assertThat(cancelled.err()).contains("(load_ended)");
    assertThat(program.run("rejects", load).out()).containsPattern("2 +id +invalid_integer +x,bad");
    assertThat(json(program.run("rejects", load, "--json").out()).get("raw").asText())
        .isEqualTo("x,bad");
    assertThat(program.run("tables").out()).contains("jobs", "id, job");
    assertThat(program.run("tables", "--json").out().lines()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(program.run("report", "hires-by-quarter", "--year", "2021").out())
        .containsPattern("Sales +Recruiter +1 +0 +0 +0");
    assertThat(
            json(program.run("report", "hires-by-quarter", "--year", "2021", "--json").out())
                .get("department")
                .asText())
        .isEqualTo("Sales");
    assertThat(
            program
                .run("report", "hires-by-quarter", "--year", "2021", "--output", "hires.csv")
                .status())
        .isZero();
    assertThat(directory.resolve("hires.csv")).content().contains("Sales,Recruiter,1,0,0,0");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keysComeFromTheEnvironmentFilesAndProfiles() throws Exception {
    ApiKey key = ApiKey.create("nightly", "loader");
    Path secret = directory.resolve("secret");
    Files.writeString(secret, key.key() + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    try (OwnService service =
        OwnService.start(
            directory.resolve("data"),
            ServiceVariables.keysIn(directory.resolve("keys.yaml"), key))) {
      String url = service.server().base().toString();
      Files.createDirectories(directory.resolve("config/hiring"));
      Files.writeString(
          directory.resolve("config/hiring/config.properties"),
          "test.url=%s\ntest.api-key-file=%s\n".formatted(url, secret));

      assertThat(new ClientProgram(directory, url).run("tables").status()).isEqualTo(4);
      assertThat(
              new ClientProgram(directory, url)
                  .with("HIRING_API_KEY", key.key())
                  .run("tables")
                  .status())
          .isZero();
      assertThat(
              new ClientProgram(directory, url).run("tables", "--api-key-file", "secret").status())
          .isZero();
      Run profile = new ClientProgram(directory, "").run("tables", "--profile", "test");
      assertThat(profile.status()).as(profile.err()).isZero();
      assertThat(
              new ClientProgram(directory, "")
                  .with("HIRING_PROFILE", "test")
                  .run("tables", "--url", url)
                  .status())
          .as("the key of a profile goes to its own address only")
          .isEqualTo(4);

      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
      Run readable = new ClientProgram(directory, url).run("tables", "--api-key-file", "secret");
      assertThat(readable.status()).isEqualTo(2);
      assertThat(readable.err()).contains("chmod 600").doesNotContain(key.key());
    }
  }
}
