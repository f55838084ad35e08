package com.globant.hiring.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the start script on this machine with {@code scripts/instance-test.sh}. */
class InstanceIT {
  /** Exit status of the script if a requirement is missing. */
  private static final int SKIPPED = 77;

  @Test
  @EnabledOnOs(OS.LINUX)
  void instanceStartsLoadsFilesAndDrains(@TempDir Path directory) throws Exception {
    Path userData = directory.resolve("user-data.sh");
    Files.writeString(userData, StartScript.render(false, valuesWithFreePorts()));

    Process process =
        new ProcessBuilder(
                "bash",
                "scripts/instance-test.sh",
                userData.toString(),
                directory.resolve("run").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();

    assumeThat(status).as(output).isNotEqualTo(SKIPPED);
    assertThat(status).as(output).isZero();
    assertThat(output).contains("a running load ends before the instance is terminated", "passed");
  }

  private static Map<String, String> valuesWithFreePorts() {
    Map<String, String> values = StartScriptTest.values();
    values.put("SERVICE_PORT", String.valueOf(freePort(9_000)));
    values.put("DATABASE_PORT", String.valueOf(freePort(9_500)));
    return values;
  }

  /**
   * The first free port from this one on. Systems give higher ones to connections, which could take
   * a port before the service is installed and listens to it.
   */
  private static int freePort(int first) {
    for (int port = first; ; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // The next one may be free.
      }
    }
  }
}
