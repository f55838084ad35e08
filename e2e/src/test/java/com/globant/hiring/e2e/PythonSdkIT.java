package com.globant.hiring.e2e;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The Python SDK, installed from its wheel into a new virtual environment. */
class PythonSdkIT extends SdkTests {
  private static final Path SDK = Path.of("..", "openapi", "python").toAbsolutePath().normalize();

  private static Path environment;

  PythonSdkIT(HiringServer server, Sql sql) {
    super(server, sql);
  }

  @BeforeAll
  static void install(@TempDir Path directory) throws Exception {
    environment = directory;
    Path wheel = SdkTools.build(SDK, "dist", List.of("python3"));
    SdkTools.run(environment, "python3", "-m", "venv", ".");
    SdkTools.run(
        environment,
        python(),
        "-m",
        "pip",
        "install",
        "--no-index",
        "--find-links",
        SDK.resolve(".venv").resolve("wheels").toString(),
        wheel.toString());
  }

  private static String python() {
    return environment.resolve("bin").resolve("python").toString();
  }

  @Override
  List<String> command() {
    return List.of(python(), SDK.resolve("e2e").resolve("scenarios.py").toString());
  }
}
