package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands that the README of this module tells people to run. */
final class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @Test
  void theyAreCommandsOfEveryShell() throws Exception {
    for (String block : blocks()) {
      Process shell = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
      shell.getOutputStream().write(block.getBytes(StandardCharsets.UTF_8));
      shell.getOutputStream().close();
      String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(shell.waitFor()).as(block + output).isZero();
    }
  }

  /** In zsh a variable stays one word, and {@code ^} and {@code []} are patterns. */
  @Test
  void zshTakesThemAsBashDoes() throws IOException {
    assertThat(blocks())
        .isNotEmpty()
        .noneMatch(block -> Pattern.compile("(?m)^\\(?\\$\\w+ ").matcher(block).find())
        .noneMatch(
            block -> Pattern.compile("(?m)^[^'\"#]*(aws-cdk@\\^|\\[)").matcher(block).find());
  }

  @Test
  void secretsAreMadeWithoutTheNewlineThatFilesEndIn() throws IOException {
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
