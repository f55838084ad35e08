package com.globant.hiring.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The Python SDK, installed from its wheel into a new virtual environment. */
class PythonSdkIT extends SdkTests {
  private static final Path SDK = Path.of("..", "openapi", "python").toAbsolutePath().normalize();

  @TempDir private static Path environment;

  PythonSdkIT(HiringServer server, Sql sql) {
    super(server, sql);
  }

  @BeforeAll
  static void install() throws Exception {
    SdkTools.require("python3");
    SdkTools.run(SDK.resolve("build").toString());
    try (Stream<Path> wheels = Files.list(SDK.resolve("dist"))) {
      String wheel = wheels.findFirst().orElseThrow().toString();
      SdkTools.run("python3", "-m", "venv", environment.toString());
      SdkTools.run(python(), "-m", "pip", "install", "--quiet", wheel);
    }
  }

  private static String python() {
    return environment.resolve("bin").resolve("python").toString();
  }

  @Override
  List<String> command() {
    return List.of(python(), SDK.resolve("e2e").resolve("scenarios.py").toString());
  }
}
