package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.PageBrowser.choose;
import static com.globant.hiring.e2e.PageBrowser.outcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
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

      page.getByText("Reports").click();
      page.locator("svg.chart").nth(1).waitFor();
      look(page, "reports");
      page.getByText("Tables").click();
      page.locator("section.card").first().waitFor();
      look(page, "tables");
    }
  }

  private static void look(Page page, String part) throws IOException {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.evaluate(axe());
      Object violations = page.evaluate(RULES);
      assertThat((List<?>) violations).as(part + " in " + scheme).isEmpty();
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
