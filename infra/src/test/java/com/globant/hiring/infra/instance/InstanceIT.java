package com.globant.hiring.infra.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script, run on this machine by {@code scripts/instance-test.sh}. */
class InstanceIT {
  private static final Path SCRIPT = Path.of("scripts", "instance-test.sh").toAbsolutePath();

  /** Of the script, where this machine lacks what it needs. */
  private static final int NOT_HERE = 77;

  @Test
  @EnabledOnOs(OS.LINUX)
  void anInstanceStartsLoadsFilesAndLetsLoadsEnd(@TempDir Path directory) throws Exception {
    Path userData = directory.resolve("user-data.sh");
    Files.writeString(userData, InstanceScripts.userData(atFreePorts()));

    Process process =
        new ProcessBuilder(
                "bash", SCRIPT.toString(), userData.toString(), directory.resolve("run").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();

    assumeThat(status).as(output).isNotEqualTo(NOT_HERE);
    assertThat(status).as(output).isZero();
    assertThat(output).contains("a load that runs when the instance is taken away", "all is well");
  }

  /** Both at once, so that they are two. */
  private static InstanceParameters atFreePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket service = new ServerSocket(0, 1, loopback);
        ServerSocket database = new ServerSocket(0, 1, loopback)) {
      return SampleInstance.at(service.getLocalPort(), database.getLocalPort());
    }
  }
}
