package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands in the README of this module. */
final class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @Test
  void commandsAreValidBash() throws Exception {
    for (String block : blocks()) {
      assertThat(bashErrors(block)).as(block).isEmpty();
    }
  }

  /** Checks the syntax of a script, and returns the messages of bash. */
  static String bashErrors(String script) throws Exception {
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (OutputStream in = bash.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return bash.waitFor() == 0 ? output : "invalid: " + output;
  }

  /** Zsh does not split variables into words, and treats {@code ^} and {@code []} as patterns. */
  @Test
  void commandsMeanTheSameInZsh() throws IOException {
    assertThat(blocks())
        .isNotEmpty()
        .noneMatch(block -> Pattern.compile("(?m)^\\(?\\$\\w+ ").matcher(block).find())
        .noneMatch(
            block -> Pattern.compile("(?m)^[^'\"#]*(aws-cdk@\\^|\\[)").matcher(block).find());
  }

  @Test
  void secretsAreCreatedWithoutATrailingNewline() throws IOException {
    List<String> secrets =
        blocks().stream()
            .flatMap(String::lines)
            .filter(line -> line.contains("create-secret"))
            .toList();

    assertThat(secrets)
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.contains("--secret-string \"$(cat "));
  }

  private static List<String> blocks() throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
