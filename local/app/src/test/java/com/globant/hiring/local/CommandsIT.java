package com.globant.hiring.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.bootstrap.command.CommandRun;
import com.globant.hiring.embedded.DirectoryLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a user runs them, with the embedded servers. */
class CommandsIT {
  private static final Pattern READY =
      Pattern.compile("hiring is ready at (http://127\\.0\\.0\\.1:[0-9]+) \\(docs at \\1/docs\\)");

  private final Path data;
  private final Map<String, String> environment = new HashMap<>();

  CommandsIT(@TempDir Path data) {
    this.data = data;
    environment.put("HIRING_DATA_DIR", data.toString());
    environment.put("HIRING_HTTP_PORT", "0");
  }

  @Test
  void demoPrintsLoadsAndReports() {
    CommandRun demo = new CommandRun(environment, Main::commandLine);

    assertThat(demo.execute("demo", "--once")).as(demo.err()).isZero();

    assertThat(demo.out())
        .containsPattern("departments +committed +12 +12 +0 +0")
        .containsPattern("jobs +committed +180 +180 +0 +0")
        .containsPattern("hired_employees +committed +2000 +2000 +0 +7[0-9]")
        .containsPattern("hired_employees +validated +6 +1 +5 +0")
        .containsPattern("3 +department_id +unknown_reference +2003,Zoë Weiß")
        .containsPattern("department +job +Q1 +Q2 +Q3 +Q4")
        .containsPattern("… [0-9]+ more")
        .containsPattern("id +department +hired\n +1 +Engineering +[0-9]+")
        .containsPattern("X-Amz-Signature=[0-9a-f]+");
  }

  @Test
  void demoKeepsServingAndTheNextDemoStartsEmpty() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("HIRING_HTTP_PORT", String.valueOf(taken.getLocalPort()));
      CommandRun first = new CommandRun(environment, Main::commandLine);
      CompletableFuture<Integer> ended = first.start("demo");
      URI service = URI.create(found(Pattern.compile("Serving at (\\S+) until"), first).group(1));
      Matcher upload = found(Pattern.compile("curl -T '(\\S+mistakes.csv)' '(\\S+)'"), first);

      assertThat(service.getPort()).isNotEqualTo(taken.getLocalPort());
      assertThat(put(URI.create(upload.group(2)), Path.of(upload.group(1))))
          .contains("\"inserted\":1", "\"rejected\":5");
      assertThat(put(load(service, "departments"), "77,Night Shift\n")).contains("inserted\":1");
      assertThat(put(load(service, "hired_employees"), "3000,Ana,2021-01-01,77,1\n"))
          .contains("\"inserted\":1");

      CommandRun second = new CommandRun(environment, Main::commandLine);
      assertThat(second.execute("demo", "--once")).as("beside the first").isZero();
      first.stop();
      assertThat(ended.get()).isZero();

      CommandRun third = new CommandRun(environment, Main::commandLine);
      assertThat(third.execute("demo", "--once")).as(third.err()).isZero();
      assertThat(third.out()).doesNotContain("Night Shift");
    }
  }

  @Test
  void serveKeepsItsDataAndLocksItsDirectory() throws Exception {
    CommandRun first = new CommandRun(environment, Main::commandLine);
    CompletableFuture<Integer> ended = first.start("serve");
    URI service = URI.create(found(READY, first).group(1));
    assertThat(put(load(service, "departments"), "77,Night Shift\n")).contains("\"inserted\":1");

    CommandRun second = new CommandRun(environment, Main::commandLine);
    assertThat(second.execute("serve")).isEqualTo(1);
    assertThat(second.err()).contains("Another service", data.toString()).doesNotContain("\tat ");
    assertThat(second.out()).isEmpty();

    first.stop();
    assertThat(ended.get()).isZero();
    assertThat(first.out().lines()).hasSize(1);

    CommandRun again = new CommandRun(environment, Main::commandLine);
    CompletableFuture<Integer> endedAgain = again.start("serve");
    service = URI.create(found(READY, again).group(1));
    assertThat(put(load(service, "departments"), "77,Day Shift\n")).contains("duplicate_key");
    again.stop();
    assertThat(endedAgain.get()).isZero();
  }

  @Test
  void summaryStartsTheEmbeddedDatabase() throws Exception {
    CommandRun serve = new CommandRun(environment, Main::commandLine);
    CompletableFuture<Integer> ended = serve.start("serve");
    URI service = URI.create(found(READY, serve).group(1));
    put(load(service, "departments"), "77,Night Shift\n");
    put(load(service, "hired_employees"), "3000,Ana,2021-01-01,77,\n");
    serve.stop();
    assertThat(ended.get()).isZero();

    CommandRun verify = new CommandRun(environment, Main::commandLine);
    assertThat(verify.execute("summary", "--verify")).as(verify.err()).isZero();
    assertThat(verify.out()).isEqualToIgnoringNewLines("hiring: the summary equals a fresh count");
    CommandRun rebuild = new CommandRun(environment, Main::commandLine);
    assertThat(rebuild.execute("summary", "--rebuild")).as(rebuild.err()).isZero();
    assertThat(rebuild.out()).isEqualToIgnoringNewLines("hiring: the summary was rebuilt");
  }

  @Test
  void aTakenPortIsReportedAndTheServersAreStopped() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("HIRING_HTTP_PORT", String.valueOf(taken.getLocalPort()));
      CommandRun run = new CommandRun(environment, Main::commandLine);

      assertThat(run.execute("serve")).isEqualTo(1);
      assertThat(run.err())
          .contains("Cannot listen on 127.0.0.1:" + taken.getLocalPort(), "http.port")
          .doesNotContain("\tat ");
    }
    DirectoryLock.acquire(data).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--verify", "--rebuild"})
  void summaryBeforeTheFirstLoadStartsNothing(String task, @TempDir Path directory)
      throws IOException {
    environment.put("HIRING_DATA_DIR", directory.resolve("data").toString());
    CommandRun summary = new CommandRun(environment, Main::commandLine);

    assertThat(summary.execute("summary", task)).as(summary.err()).isZero();
    assertThat(summary.out()).contains("Nothing was ever loaded");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDataDirectoryThatCannotBeCreatedIsNamed() throws IOException {
    Path file = Files.createFile(data.resolve("file"));
    environment.put("HIRING_DATA_DIR", file.resolve("data").toString());
    CommandRun run = new CommandRun(environment, Main::commandLine);

    assertThat(run.execute("serve")).isEqualTo(1);
    assertThat(run.err())
        .contains(file.toString(), "Choose another", "HIRING_DATA_DIR")
        .doesNotContain("\tat ");
  }

  @Test
  void helpListsAllCommands() {
    CommandRun help = new CommandRun(environment, Main::commandLine);
    assertThat(help.execute("--help")).isZero();
    assertThat(help.out())
        .contains("serve", "demo", "generate", "api-key", "health", "summary", "completion")
        .contains("load", "loads", "watch", "cancel", "rejects", "report")
        .containsPattern("tables +Lists the tables of a running service")
        .containsPattern("tables +Lists, shows and checks the definitions");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void completionIsAScriptForBash() throws Exception {
    CommandRun completion = new CommandRun(environment, Main::commandLine);
    assertThat(completion.execute("completion")).isZero();
    assertThat(completion.out()).contains("--on-duplicate", "hires-by-quarter", "generate");
    Path script = Files.writeString(data.resolve("completion"), completion.out());
    Process bash = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
    assertThat(bash.waitFor()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo", "generate", "completion", "load", "loads", "report"})
  void everyCommandHasHelp(String command) {
    CommandRun help = new CommandRun(environment, Main::commandLine);
    assertThat(help.execute(command, "--help")).isZero();
    assertThat(help.out()).contains("hiring " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo --config", "generate"})
  void wrongUsePrintsTheUsage(String arguments) {
    CommandRun run = new CommandRun(environment, Main::commandLine);
    assertThat(run.execute(arguments.split(" "))).isEqualTo(2);
    assertThat(run.err()).contains("Usage: hiring");
  }

  @Test
  void demoRefusesWrongSettings() {
    environment.put("HIRING_HTTP_PORT", "x");
    CommandRun run = new CommandRun(environment, Main::commandLine);
    assertThat(run.execute("demo")).isEqualTo(2);
    assertThat(run.err()).contains("http.port = x").doesNotContain("\tat ");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSignalStopsServiceAndDatabaseWithStatus0() throws Exception {
    Process process = fork("serve");
    try (BufferedReader out = process.inputReader(UTF_8)) {
      assertThat(out.lines().filter(READY.asMatchPredicate()).findFirst()).isPresent();
      long database =
          Long.parseLong(Files.readString(data.resolve("database/mariadb.pid")).strip());
      assertThat(ProcessHandle.of(database)).isPresent();

      process.destroy();

      assertThat(process.waitFor()).isZero();
      assertThat(ProcessHandle.of(database).filter(ProcessHandle::isAlive)).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  private Process fork(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(data.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HIRING_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Matcher found(Pattern pattern, CommandRun run) {
    Matcher matcher = pattern.matcher(run.out());
    assertThat(matcher.find()).as(run.out() + run.err()).isTrue();
    return matcher;
  }

  private static URI load(URI service, String table) {
    return service.resolve("/db_migration?schema=hiring&append=true&table=" + table);
  }

  private static String put(URI uri, String csv) throws Exception {
    return put(uri, HttpRequest.BodyPublishers.ofString(csv));
  }

  private static String put(URI uri, Path file) throws Exception {
    return put(uri, HttpRequest.BodyPublishers.ofFile(file));
  }

  private static String put(URI uri, HttpRequest.BodyPublisher body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri).PUT(body).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
