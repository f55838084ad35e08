package com.globant.hiring.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.embedded.EmbeddedMariaDb;
import com.globant.hiring.embedded.EmbeddedS3;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The image, run as a container from its own root file system. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
  private static final Path ARCHIVE = Path.of("target", "hiring-image.tar");
  private static final long MOST_BYTES = 180L * 1024 * 1024;
  private static final Pattern READY = Pattern.compile("ready at (http://[^ ]+)");

  @SuppressWarnings("NullAway.Init") // by start
  private Image image;

  private @Nullable EmbeddedMariaDb database;
  private @Nullable EmbeddedS3 store;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    boolean namespaces =
        new ProcessBuilder("unshare", "--mount", "--pid", "--fork", "true").start().waitFor() == 0;
    assumeTrue(
        namespaces || System.getenv("CI") != null,
        "SKIPPED: the image runs in namespaces of its own, which only root may make");
    image = Image.unpack(ARCHIVE, directory);
    database = EmbeddedMariaDb.start(directory.resolve("database"));
    store = EmbeddedS3.start(directory.resolve("store"), "hiring");
  }

  @AfterAll
  void stop() {
    if (store != null) {
      store.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @Test
  void isSmallAndHasNeitherShellNorPrivileges() throws IOException {
    assertThat(Files.size(ARCHIVE)).isLessThan(MOST_BYTES);
    assertThat(image.user()).isEqualTo("10001:10001");
    try (Stream<Path> files = Files.walk(image.root())) {
      assertThat(files.filter(Files::isRegularFile))
          .noneMatch(file -> file.endsWith("sh") || file.endsWith("curl"))
          .allSatisfy(
              file -> assertThat((int) Files.getAttribute(file, "unix:mode") & 06002).isZero());
    }
  }

  @Test
  void servesLoadsAndStopsAtSigterm() throws Exception {
    ProcessBuilder container = image.container(List.of("serve"));
    container.environment().putAll(settings(requireNonNull(database), requireNonNull(store)));
    Process process = container.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      URI service = address(out);
      ProcessHandle jvm = process.descendants().reduce((parent, child) -> child).orElseThrow();

      assertThat(uids(jvm)).isEqualTo("Uid:\t10001\t10001\t10001\t10001");
      assertThat(put(service, "jobs", "1,Archivist\n2,Clerk\n"))
          .contains("\"status\":\"committed\"", "\"inserted\":2");
      assertThat(probe(service)).isZero();

      jvm.destroy(); // SIGTERM
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(probe(service)).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Map<String, String> settings(EmbeddedMariaDb database, EmbeddedS3 store) {
    return Map.ofEntries(
        Map.entry("HIRING_HTTP_ADDRESS", "127.0.0.1"),
        Map.entry("HIRING_HTTP_PORT", "0"),
        Map.entry("HIRING_DATABASE_HOST", database.host()),
        Map.entry("HIRING_DATABASE_PORT", String.valueOf(database.port())),
        Map.entry("HIRING_DATABASE_USER", database.user()),
        Map.entry("HIRING_DATABASE_PASSWORD", database.password()),
        Map.entry("HIRING_STORAGE_BUCKET", store.bucket()),
        Map.entry("HIRING_STORAGE_ENDPOINT", store.endpoint().toString()),
        Map.entry("HIRING_STORAGE_REGION", store.region()),
        Map.entry("HIRING_STORAGE_ACCESS_KEY", store.accessKey()),
        Map.entry("HIRING_STORAGE_SECRET_KEY", store.secretKey()));
  }

  /** What the health check of a container engine does. */
  private int probe(URI service) throws IOException, InterruptedException {
    return image
        .container(List.of("health", "--url", service.toString()))
        .inheritIO()
        .start()
        .waitFor();
  }

  private static URI address(BufferedReader out) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        return URI.create(ready.group(1));
      }
    }
    throw new IOException("The container ended before it was ready");
  }

  private static String uids(ProcessHandle process) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("Uid:"))
        .findFirst()
        .orElseThrow();
  }

  private static String put(URI service, String table, String csv)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        service.resolve("/db_migration?schema=hiring&table=" + table))
                    .header("Content-Type", "text/csv")
                    .PUT(BodyPublishers.ofString(csv))
                    .build(),
                BodyHandlers.ofString());
    return new ObjectMapper().readTree(answer.body()).toString();
  }
}
