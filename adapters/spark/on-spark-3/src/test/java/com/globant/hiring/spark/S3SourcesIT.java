package com.globant.hiring.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects and the folder of the run in S3, read and written by Hadoop's S3A. */
class S3SourcesIT {
  private static @Nullable S3Server server;

  private final Path folder;
  private @Nullable SparkLoad load;

  S3SourcesIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  static void startServer(@TempDir Path home) throws IOException {
    S3Server started = S3Server.start(home);
    server = started;
    started.configure(SparkLoad.spark().hadoopConfiguration());
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  void dropSchemas() {
    if (load != null) {
      load.drop();
    }
  }

  private SparkLoad hires(Consumer<ObjectNode> settings) {
    SparkLoad made =
        new SparkLoad(
            TestDatabase.running(),
            HireFiles.HIRES,
            folder,
            Objects.requireNonNull(server).folder("bulk"),
            settings);
    HireFiles.addReferenced(made);
    load = made;
    return made;
  }

  @Test
  void objectsAreReadInSlicesAndRefusedRowsStoredBesideThem() throws Exception {
    SparkLoad hires =
        hires(description -> description.put("slice_bytes", 6007).put("part_rows", 150));
    Map<String, byte[]> files = HireFiles.of(9);
    files.forEach(hires::file);
    InProcess expected = HireFiles.inProcess(hires, files);

    JsonNode result = hires.run();

    expected.assertLike(hires, result, "objects");
  }

  /** The size is the same, so only the ETag shows it. */
  @Test
  void anObjectThatWasReplacedRefusesTheLoad() throws Exception {
    SparkLoad hires = hires(description -> {});
    hires.file("a.csv", "1,a,2021-01-01T00:00:00Z,1,1\n");
    hires.write("a.csv", "1,b,2021-01-01T00:00:00Z,1,1\n".getBytes(UTF_8));

    JsonNode result = hires.run();

    assertThat(result.get("code").asText()).isEqualTo("source_changed");
    assertThat(result.get("detail").asText()).startsWith("a.csv: it was replaced since");
    assertThat(hires.content()).isEmpty();
  }
}
