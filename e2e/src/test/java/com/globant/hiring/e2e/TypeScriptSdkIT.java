package com.globant.hiring.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

  /** Without a bundler: the browser finds the modules of the package by their paths. */
  @Test
  void browsersStreamFiles() throws Exception {
    Path modules = project.resolve("node_modules/hiring-client/dist");
    String base = server().base().toString();
    String html =
        """
        <!doctype html><title>SDK</title><input type="file">
        <script type="importmap">{"imports": {"#upload": "/sdk/upload-browser.js"}}</script>
        <script type="module">
          import { HiringClient } from '/sdk/index.js';
          globalThis.HiringClient = HiringClient;
          document.title = 'ready';
        </script>
        """;
    try (PageBrowser browser = PageBrowser.start()) {
      Page page = browser.blank(PageBrowser.options());
      page.route(
          base + "/sdk/**",
          route -> {
            String name = URI.create(route.request().url()).getPath().substring("/sdk/".length());
            Route.FulfillOptions answer = new Route.FulfillOptions();
            route.fulfill(
                name.isEmpty()
                    ? answer.setBody(html).setContentType("text/html")
                    : answer.setPath(modules.resolve(name)).setContentType("text/javascript"));
          });
      page.navigate(base + "/sdk/");
      assertThat(page).hasTitle("ready");
      page.locator("input")
          .setInputFiles(
              new FilePayload("jobs.csv", "text/csv", "1,Recruiter\nx,bad\n".getBytes(UTF_8)));
      Object found =
          page.evaluate(
              """
              async schema => {
                const client = new HiringClient(location.origin, { schema });
                let sent = 0;
                const loaded = await client.load('jobs', document.querySelector('input').files[0],
                  { append: true, progress: bytes => { sent = bytes; } });
                const rejects = [];
                for await (const row of client.rejects(loaded.load_id)) rejects.push(row.raw);
                const events = [];
                for await (const event of client.watch(loaded.load_id)) events.push(event.load.status);
                const refused = await client.load('jobs', new Blob(['x,bad\\n']), { append: true })
                  .catch(failure => failure.code);
                const unsendable = await client.load('jobs', '/etc/passwd').catch(failure => failure.name);
                return [loaded.rows.inserted, sent, rejects, events.at(-1), refused, unsendable].join('|');
              }
              """,
              server().schema());
      assertThat(found).isEqualTo("1|18|x,bad|committed|no_rows_accepted|HiringError");
      assertThat(sql().count("jobs")).isEqualTo(1);
    }
  }

  @Override
  List<String> command() {
    return List.of("node", project.resolve("scenarios.js").toString());
  }
}
