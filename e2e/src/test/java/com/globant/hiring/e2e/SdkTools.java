package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The programs that build SDKs of other languages than Java. */
final class SdkTools {
  private SdkTools() {}

  /** Skips the tests if there is no such program; with {@code -Dci} they fail. */
  static void require(String program) throws InterruptedException {
    boolean there = false;
    try {
      there =
          new ProcessBuilder(program, "--version")
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException missing) {
      // Told below.
    }
    if (!there && ("true".equals(System.getenv("CI")) || System.getProperties().containsKey("ci"))) {
      fail("there is no %s on the PATH, with which the SDK is tested", program);
    }
    assumeTrue(there, "there is no %s on the PATH; the SDK is not tested".formatted(program));
  }

  /** Runs a command to its end, which must be a good one. */
  static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.outputWriter(StandardCharsets.UTF_8).close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
