package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The Java SDK, with its jar and what that needs on the class path. */
class JavaSdkIT extends SdkTests {
  private static final Path PROGRAM =
      Path.of("..", "openapi", "java", "e2e", "Scenarios.java").toAbsolutePath();

  private static String classPath = "";

  JavaSdkIT(HiringServer server, Sql sql) {
    super(server, sql);
  }

  @BeforeAll
  static void compile(@TempDir Path directory) {
    String needed = libraries();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", needed, "-d", directory.toString(), PROGRAM.toString());
    assertThat(status).isZero();
    classPath = directory + File.pathSeparator + needed;
  }

  /** The jar of the SDK, and what it needs. */
  private static String libraries() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> entry.contains("hiring-client") || entry.contains("jackson-"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // Much less than the file that is uploaded.
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classPath,
        "Scenarios");
  }
}
