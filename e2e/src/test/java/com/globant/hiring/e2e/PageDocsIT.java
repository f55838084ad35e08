package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real browser makes of the documentation, and of pages that are not the service's. */
class PageDocsIT extends PageTests {
  PageDocsIT(HiringServer server, Sql sql) {
    super(server, sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void reportCanBeTriedAtEveryAddress(String host) {
    Locator operation = tryOut(host, "reports-hiresByQuarter");

    assertThat(executed(operation)).startsWith("200");
    assertThat(operation.locator(".request-url").first().innerText())
        .contains(
            "http://%s:%d/first_sql_requirement?year=2021"
                .formatted(host, server.base().getPort()));
  }

  @Test
  void fileCanBeLoaded() {
    Locator operation = tryOut("localhost", "load-migrateCsv");
    fill(operation, "table", "jobs");
    fill(operation, "schema", server.schema());
    operation
        .locator("input[type=file]")
        .first()
        .setInputFiles(new FilePayload("jobs.csv", "text/csv", "2,Clerk\n".getBytes(UTF_8)));

    assertThat(executed(operation)).startsWith("200");
    // The documentation fills in the examples of the contract, one of which is append=true.
    assertThat(sql.rows("SELECT id, job FROM jobs")).containsExactly("1|Recruiter", "2|Clerk");
  }

  @Test
  void pageOfAnotherOriginCannotWrite() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, 0);
          exchange.close();
        });
    other.start();
    try {
      page.navigate("http://localhost:%d/".formatted(other.getAddress().getPort()));

      Object sent =
          page.evaluate(
              "url => fetch(url, {method: 'POST', mode: 'no-cors', body: new Blob(['1,replaced\\n'])})"
                  + ".then(answer => answer.type)",
              server.base().resolve(server.loadPath("jobs")).toString());

      assertThat(sent).isEqualTo("opaque");
      assertThat(sql.rows("SELECT id, job FROM jobs")).containsExactly("1|Recruiter");
    } finally {
      other.stop(0);
    }
  }

  /** Opens an operation in the documentation, ready to be tried. */
  private Locator tryOut(String host, String operation) {
    page.navigate("http://%s:%d/docs/".formatted(host, server.base().getPort()));
    Locator block = page.locator("#operations-" + operation);
    block.locator(".opblock-summary-control").click();
    block.locator(".try-out__btn").click();
    return block;
  }

  private static void fill(Locator operation, String parameter, String value) {
    Locator input = operation.locator("tr[data-param-name=%s] input".formatted(parameter)).first();
    input.fill(value);
    // The page takes over what was typed after a moment, or at once when the field is left.
    input.blur();
  }

  /** Runs the operation; gives the status of its answer. */
  private static String executed(Locator operation) {
    operation.locator(".execute").click();
    return operation
        .locator(".live-responses-table .response .response-col_status")
        .first()
        .innerText()
        .strip();
  }
}
