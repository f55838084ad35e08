package com.globant.hiring.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The TypeScript SDK, installed from its npm package into a new directory. */
class TypeScriptSdkIT extends SdkTests {
  private static final Path SDK =
      Path.of("..", "openapi", "typescript").toAbsolutePath().normalize();

  private static Path project;

  TypeScriptSdkIT(HiringServer server, Sql sql) {
    super(server, sql);
  }

  @BeforeAll
  static void install(@TempDir Path directory) throws Exception {
    project = directory;
    Path tgz = SdkTools.build(SDK, "dist-package", List.of("node", "npm"));
    Files.writeString(project.resolve("package.json"), "{\"private\": true, \"type\": \"module\"}");
    SdkTools.run(project, "npm", "install", "--offline", "--no-audit", "--no-fund", tgz.toString());
    Files.copy(SDK.resolve("e2e").resolve("scenarios.ts"), project.resolve("scenarios.ts"));
    Path tools = SDK.resolve("node_modules");
    // As strictly as users may compile it, with the declarations that the package has.
    SdkTools.run(
        project,
        tools.resolve(".bin").resolve("tsc").toString(),
        "--strict",
        "--exactOptionalPropertyTypes",
        "--noUncheckedIndexedAccess",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "--typeRoots",
        tools.resolve("@types").toString(),
        "--types",
        "node",
        "scenarios.ts");
  }

  @Override
  List<String> command() {
    return List.of("node", project.resolve("scenarios.js").toString());
  }
}
