package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.domain.report.HiringTables;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real browser makes of the documentation, and of pages that are not the service's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocsInBrowserTest {
  private static final String HELPERS =
      """
      const one = selector => document.querySelector(selector);
      const type = (input, value) => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), 'value').set.call(input, value);
        input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));
        // The page takes over what was typed after a moment, or at once when the field is left.
        input.dispatchEvent(new FocusEvent('focusout', {bubbles: true}));
      };
      """;

  private final RunningApi api = RunningApi.anonymous();

  @SuppressWarnings("NullAway.Init") // by open
  private Chromium page;

  @BeforeAll
  void open(@TempDir Path profile) throws Exception {
    page = Chromium.start(profile);
  }

  @AfterAll
  @SuppressWarnings("NullAway") // null if there is no Chromium
  void close() {
    if (page != null) {
      page.close();
    }
    api.close();
  }

  private void act(String script) throws Exception {
    page.run("{" + HELPERS + script + "}; true");
  }

  /** Opens an operation in the documentation, ready to be tried. */
  private String tryOut(String host, String operation) throws Exception {
    page.open("http://" + host + ":" + api.port() + "/docs/");
    String block = "#operations-" + operation;
    page.await("document.querySelector('" + block + "')");
    act("one('" + block + " .opblock-summary-control').click();");
    page.await("document.querySelector('" + block + " .try-out__btn')");
    act("one('" + block + " .try-out__btn').click();");
    page.await("document.querySelector('" + block + " .execute')");
    return block;
  }

  private String executed(String block) throws Exception {
    act("one('" + block + " .execute').click();");
    String status = block + " .live-responses-table .response .response-col_status";
    page.await("document.querySelector('" + status + "')");
    return page.run("document.querySelector('" + status + "').innerText.trim()");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void reportCanBeTriedAtEveryAddress(String host) throws Exception {
    String block = tryOut(host, "reports-hiresByQuarter");

    assertThat(executed(block)).startsWith("200");
    assertThat(page.run("document.querySelector('" + block + " .request-url').innerText"))
        .contains("http://" + host + ":" + api.port() + "/first_sql_requirement?year=2021");
  }

  @Test
  void fileCanBeLoaded() throws Exception {
    String block = tryOut("localhost", "load-migrateCsv");
    act("type(one('" + block + " tr[data-param-name=\"table\"] input'), 'departments');");
    page.await("document.querySelector('" + block + " input[type=file]')");
    act(
        """
        const files = new DataTransfer();
        files.items.add(new File(['1,Sales\\n'], 'departments.csv', {type: 'text/csv'}));
        const input = one('%s input[type=file]');
        input.files = files.files;
        input.dispatchEvent(new Event('change', {bubbles: true}));
        """
            .formatted(block));

    assertThat(executed(block)).startsWith("200");
    assertThat(api.hiring().tables().rows("hiring", HiringTables.DEPARTMENTS).toString())
        .isEqualTo("{1=[1, Sales]}");
  }

  @Test
  void pageOfAnotherOriginCannotWrite() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      HttpServer other =
          vertx
              .createHttpServer()
              .requestHandler(
                  request ->
                      request.response().putHeader("Content-Type", "text/html").end("<p>evil</p>"))
              .listen(0, "127.0.0.1")
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      page.open("http://localhost:" + other.actualPort() + "/");

      String sent =
          page.run(
              """
              fetch('http://127.0.0.1:%d/db_migration?table=jobs&schema=hiring',
                    {method: 'POST', mode: 'no-cors', body: new Blob(['1,replaced\\n'])})
                .then(answer => answer.type)
              """
                  .formatted(api.port()));

      assertThat(sent).isEqualTo("opaque");
      assertThat(
              api.hiring()
                  .records()
                  .newest(LoadRecords.Filter.ALL, Long.MAX_VALUE, 10)
                  .toCompletableFuture()
                  .join())
          .extracting(load -> load.submission().request().table())
          .doesNotContain(HiringTables.JOBS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
