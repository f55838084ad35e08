package com.globant.hiring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  private static final String LOCAL = "http://127.0.0.1:8080";

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path directory;

  private Profile read(String content, String name) throws IOException {
    Path file = Files.writeString(directory.resolve("config.properties"), content);
    return Profile.read(file, name, LOCAL);
  }

  @Test
  void withoutAFileTheServiceIsOnThisMachine() {
    assertThat(Profile.read(directory.resolve("none"), "", LOCAL)).isEqualTo(Profile.of(LOCAL));
  }

  @Test
  void aProfileHasAddressSchemaAndKeyFile() throws IOException {
    String content =
        """
        url=http://localhost:9000
        prod.url=https://hiring.example.com
        prod.schema=hr
        prod.api-key-file=prod.key
        """;

    assertThat(read(content, "").url()).isEqualTo(URI.create("http://localhost:9000"));
    assertThat(read(content, "prod"))
        .isEqualTo(
            new Profile(
                URI.create("https://hiring.example.com"),
                "hr",
                directory.resolve("prod.key"),
                null));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() -> read("prod.url=http://x\n", "test"))
        .hasMessageContainingAll("no profile test", "prod");
    assertThatThrownBy(() -> read("prod.schema=x\n", "prod")).hasMessageContaining("no url");
    assertThatThrownBy(() -> read("adress=x\n", ""))
        .hasMessageContainingAll("adress", "url, schema");
    assertThatThrownBy(() -> read("url=host:80\n", "")).hasMessageContaining("host:80");
  }
}
