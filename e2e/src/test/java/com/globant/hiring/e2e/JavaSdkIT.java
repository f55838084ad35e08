package com.globant.hiring.e2e;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The Java SDK, with its jar and what that needs on the class path. */
class JavaSdkIT extends SdkTests {
  JavaSdkIT(HiringServer server, Sql sql) {
    super(server, sql);
  }

  @Override
  List<String> command() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String needed =
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(entry -> entry.contains("hiring-client") || entry.contains("jackson-"))
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // Much less than the file that is uploaded.
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-cp",
        needed,
        Path.of("..", "openapi", "java", "e2e", "Scenarios.java").toAbsolutePath().toString());
  }
}
