package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Builds SDKs of other languages than Java. */
final class SdkTools {
  /** What a build ends with if its tools cannot be installed. */
  private static final int NO_TOOLS = 75;

  private SdkTools() {}

  /**
   * Builds an SDK and returns its package. Without the programs and tools for that, the tests are
   * skipped; with {@code -Dci} they fail.
   *
   * @param packages directory of the SDK in which its build leaves one file
   * @param programs that the build needs on the PATH
   */
  static Path build(Path sdk, String packages, List<String> programs) throws Exception {
    for (String program : programs) {
      requireProgram(program);
    }
    Result build = result(sdk, "./build");
    require(build.status() != NO_TOOLS, build.output());
    assertThat(build.status()).as(build.output()).isZero();
    try (Stream<Path> files = Files.list(sdk.resolve(packages))) {
      return files.findFirst().orElseThrow();
    }
  }

  /** Runs a command in a directory to its end, which must be a good one. */
  static void run(Path directory, String... command) throws InterruptedException {
    Result result = result(directory, command);
    assertThat(result.status()).as(result.output()).isZero();
  }

  /** Requires a program that tests run, as {@link #build} does. */
  static void requireProgram(String program) throws InterruptedException {
    require(
        result(Path.of("."), program, "--version").status() == 0,
        "no %s on the PATH".formatted(program));
  }

  private static void require(boolean met, String missing) {
    if (!met && ("true".equals(System.getenv("CI")) || System.getProperties().containsKey("ci"))) {
      fail("A program is missing, and -Dci wants its tests: %s", missing);
    }
    String message = "A program is missing, so its tests are skipped: " + missing;
    if (!met) {
      // The report of the tests does not tell why a whole class is skipped.
      System.err.println(message);
    }
    assumeTrue(met, message);
  }

  private static Result result(Path directory, String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.outputWriter(StandardCharsets.UTF_8).close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException missing) {
      return new Result(127, String.valueOf(missing.getMessage()));
    }
  }

  private record Result(int status, String output) {}
}
