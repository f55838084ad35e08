package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.PageBrowser.choose;
import static com.globant.hiring.e2e.PageBrowser.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The rules of accessibility in light and dark, and pictures of every part of the page in {@code
 * target/page}.
 */
@ExtendWith(ServiceUnderTest.class)
class PageLooksIT {
  private static final List<Integer> WIDTHS = List.of(360, 800, 1440);
  private static final int MAX_BYTES = 150_000;
  private static final String RULES =
      """
      async () => {
        const found = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
        return found.violations.map(rule => rule.id + ': ' + rule.help + ' at '
          + rule.nodes.slice(0, 5).map(node => node.html + ' ' + node.failureSummary).join(' | '));
      }
      """;

  private final HiringServer server;
  private final Sql sql;

  PageLooksIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @Test
  void everyPartFollowsTheRulesInLightAndDark() throws IOException {
    try (PageBrowser browser = PageBrowser.start()) {
      sql.empty();
      server
          .load("departments", "1,Research and Development\n2,Legal\n3,Sales\n")
          .assertLoaded(3, 3, 0, 0, 0);
      server.load("jobs", "1,Recruiter\n2,Clerk\n").assertLoaded(2, 2, 0, 0, 0);
      // Axe is a script of the test, which the policy of the page forbids.
      Page page = browser.open(server, PageBrowser.options().setBypassCSP(true));
      look(page, "start");

      page.locator("#file")
          .setInputFiles(
              new FilePayload[] {
                new FilePayload("hires.txt", "text/csv", "1,2021-01-01\n".getBytes(UTF_8)),
                new FilePayload("jobs.csv", "text/csv", "3,Cook\nx,Pilot\n".getBytes(UTF_8))
              });
      page.locator("file-queue summary").click();
      page.getByText("Load 1 file").click();
      page.getByText("Correct the refused rows").waitFor();
      look(page, "files");
      page.getByText("Other files").click();

      choose(
          page,
          "hired_employees.csv",
          "1,Ana,2021-01-01T00:00:00Z,1,1\n2,Bo,2021-05-01T00:00:00Z,1,2\n"
              + "3,Cy,2021-05-01T00:00:00Z,2,2\n4,,2021-06-01T00:00:00Z,x,1\n"
              + "5,Di,27/07/2021,3,1\n6,Ed,2021-06-01T00:00:00Z,77,1\n6,Flo,2021-06-01,1,1,,z\n");
      page.locator(".actions details").first().locator("summary").click();
      look(page, "chosen");

      page.locator("#load").click();
      outcome(page);
      page.locator(".grid-row.refused").first().waitFor();
      pictureForReadme(page);
      page.getByText("Correct many alike").click();
      page.locator(".grid-body .cell").nth(5).focus();
      look(page, "refused");

      page.getByText("History").click();
      page.locator("tbody a").first().waitFor();
      look(page, "history");
      page.locator("tbody a").first().click();
      page.locator(".facts").waitFor();
      page.locator(".grid-row.refused").first().waitFor();
      look(page, "load");

      server.load("jobs", "job,id\nPilot,x\nCook,9\n", "append=true").assertLoaded(2, 1, 0, 0, 1);
      page.getByText("History").click();
      page.locator("tbody a").first().click();
      page.locator("layout-choice select").first().waitFor();
      look(page, "layout");

      page.getByText("Reports").click();
      page.locator("svg.chart").nth(1).waitFor();
      look(page, "reports");
      page.getByText("Tables").click();
      page.locator("section.card").first().waitFor();
      look(page, "tables");

      page.evaluate("() => document.querySelector('header select').removeAttribute('aria-label')");
      assertThat(violations(page))
          .singleElement()
          .asString()
          .as("a label less is a violation")
          .startsWith("select-name");
    }
  }

  /** Files of the page and not those of a framework: what a slow line needs for the first paint. */
  @Test
  void thePageIsSmallAndItsFirstPaintIsMeasured() {
    try (PageBrowser browser = PageBrowser.start()) {
      Page page = browser.open(server);
      page.locator("#file").waitFor();
      Object figures =
          page.evaluate(
              """
              () => {
                const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                  .filter(file => !/\\/(me|tables)/.test(file.name));
                const sum = of => Math.round(files.reduce((a, file) => a + file[of], 0));
                return [sum('encodedBodySize'), sum('decodedBodySize'), files.length,
                  Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)];
              }
              """);
      List<?> values = (List<?>) figures;
      System.out.printf(
          "The page: %s bytes sent, %s unpacked, in %s files; first contentful paint after %s ms%n",
          values.toArray());
      assertThat(((Number) values.get(0)).intValue()).isBetween(10_000, MAX_BYTES);
    }
  }

  /** The picture that docs/page.png is a copy of: refused rows, of which one is corrected. */
  private static void pictureForReadme(Page page) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    page.setViewportSize(1000, 860);
    page.locator(".grid-row.refused .cell.bad").first().focus();
    page.keyboard().type("3");
    page.keyboard().press("Enter");
    page.locator(".grid-row.edited").waitFor();
    page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "page", "readme.png")));
  }

  private static List<?> violations(Page page) throws IOException {
    page.evaluate(axe());
    return (List<?>) page.evaluate(RULES);
  }

  private static void look(Page page, String part) throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      assertThat(violations(page)).as(part + " in " + scheme).isEmpty();
      for (int width : WIDTHS) {
        page.setViewportSize(width, 900);
        PageBrowser.picture(
            page, "%s-%d-%s".formatted(part, width, scheme.name().toLowerCase(Locale.ROOT)));
        Object overflow = page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
        assertThat(((Number) overflow).intValue())
            .as(part + " needs no horizontal scrolling at " + width)
            .isNotPositive();
      }
    }
  }

  private static String axe() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(PageLooksIT.class.getResourceAsStream("/axe.min.js"))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
