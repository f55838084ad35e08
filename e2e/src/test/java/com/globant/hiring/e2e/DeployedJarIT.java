package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.embedded.EmbeddedS3;
import com.globant.hiring.mysql.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deployed jar, run as on an instance. */
class DeployedJarIT {
  private static final Path JAR =
      Path.of("..", "bootstrap", "target", "hiring-service.jar").toAbsolutePath();
  private static final Pattern READY = Pattern.compile("hiring is ready at (http://\\S+) ");

  private final Path directory;

  DeployedJarIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void hasNeitherEmbeddedServersNorDemo() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(Object::toString))
          .contains("com/globant/hiring/bootstrap/Main.class")
          .noneMatch(name -> name.startsWith("com/globant/hiring/embedded/"))
          .noneMatch(name -> name.startsWith("com/globant/hiring/local/"))
          .noneMatch(name -> name.startsWith("samples/"))
          .noneMatch(name -> name.startsWith("ch/vorburger/"))
          .noneMatch(name -> name.startsWith("org/gaul/"))
          .noneMatch(name -> name.contains("mariadbd"));
    }
  }

  @Test
  void withoutSettingsItNamesWhatToSet() throws Exception {
    Process process = serve(Map.of());

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(log())
        .contains("HIRING_DATABASE_HOST", "HIRING_STORAGE_BUCKET")
        .doesNotContain("\tat ");
  }

  /** In Egypt, Java formats numbers with digits that no server accepts. */
  @ParameterizedTest
  @CsvSource({"en, US", "ar, EG"})
  void loadsAFileAndStoresReportsInABucket(String language, String country) throws Exception {
    String schema = TestDatabase.newSchemaName();
    try (EmbeddedS3 store = EmbeddedS3.start(directory.resolve("objects"), "deployed")) {
      Process process =
          serve(
              settings(store, schema), "-Duser.language=" + language, "-Duser.country=" + country);
      try {
        HiringServer server = new HiringServer(ready(process), schema);

        server.load("departments", "1,Sales\n2,Empty\n").assertLoaded(2, 2, 0, 0, 0);
        server.load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);
        Answer hires =
            server
                .load("hired_employees", "1,Ana,2021-02-03T04:05:06Z,1,1\nx,Bo,,,\n")
                .assertLoaded(2, 1, 0, 0, 1);
        String report =
            server.get("/second_sql_requirement?year=2021").json().get("presigned-url").asText();

        assertThat(server.fetch(report).text()).isEqualTo("id,department,hired\r\n1,Sales,1\r\n");
        assertThat(server.fetch(hires.json().get("rejects_url").asText()).text())
            .contains("2,id,invalid_integer");
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(log()).isTrue();
        assertThat(process.exitValue()).as(log()).isZero();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Map<String, String> settings(EmbeddedS3 store, String schema) {
    Map<String, String> settings =
        new HashMap<>(ServiceVariables.of(TestDatabase.running(), schema));
    settings.putAll(ServiceVariables.of(store));
    return settings;
  }

  private Process serve(Map<String, String> variables, String... jvmOptions) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOptions));
    command.addAll(List.of("-jar", JAR.toString(), "serve"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(directory.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HIRING_"));
    builder.environment().put("HIRING_HTTP_PORT", "0");
    builder.environment().put("HIRING_DATA_DIR", directory.resolve("data").toString());
    builder.environment().putAll(variables);
    return builder.start();
  }

  private URI ready(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return URI.create(ready.group(1));
      }
    }
    throw new AssertionError("the service did not start: " + log());
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }
}
