package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.PageBrowser.awaitOutcome;
import static com.globant.hiring.e2e.PageBrowser.choose;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.http.ApiKey;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a service that requires API keys. */
class PageAccessIT {
  @Test
  void aKeyIsAskedForAndItsRolesDecideWhatCanBeDone(@TempDir Path directory) throws Exception {
    ApiKey loader = ApiKey.create("nightly", "loader");
    ApiKey reader = ApiKey.create("reports", "reader");
    try (PageBrowser browser = PageBrowser.start();
        OwnService service =
            OwnService.start(
                directory.resolve("data"),
                ServiceVariables.keysIn(directory.resolve("keys.yaml"), loader, reader))) {
      service.sql().empty();
      Page page = browser.openUnnamed(service.server());
      signIn(page, "nobody.wrong");
      assertThat(page.locator("dialog [role=alert]")).containsText("key");
      signIn(page, loader.key());
      choose(page, "jobs.csv", "1,Clerk\n");
      page.locator("#load").click();
      awaitOutcome(page, "All rows are in jobs");
      assertThat(page.locator(".who")).containsText("nightly");

      page.getByText("Sign out").click();
      signIn(page, reader.key());
      choose(page, "jobs.csv", "2,Cook\n");
      assertThat(page.locator(".actions")).containsText("lacks the role loader");
      assertThat(page.locator("#load")).hasCount(0);
      assertThat(service.sql().count("jobs")).isEqualTo(1);
      page.context().close();
      browser.assertNoComplaints();
      service.sql().drop(service.server().schema());
    }
  }

  private static void signIn(Page page, String key) {
    page.getByLabel("Key or token").fill(key);
    page.locator("dialog button").click();
  }
}
