package com.globant.hiring.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a dry run that has reports. What only a run on Spark leaves, the test adds: the run
 * in the record, and the counts in the bucket.
 */
@SuppressWarnings("NullAway.Init") // by the method that starts the servers
class PageDryRunIT {
  @TempDir private static Path directory;
  private static PageBrowser browser;
  private static SourceBucket bucket;
  private static OwnService service;

  @BeforeAll
  static void start() throws Exception {
    browser = PageBrowser.start();
    bucket = SourceBucket.start(directory.resolve("s3"));
    service =
        OwnService.start(directory.resolve("data"), bucket.settings(bucket.endpoint(), "hires/"));
  }

  @AfterAll
  @SuppressWarnings("NullAway") // null if there is no Chromium
  static void stop() {
    if (service != null) {
      service.close();
      service.sql().drop(service.sql().schema());
      bucket.close();
      browser.close();
    }
  }

  /** Returns the id of the load. */
  private static String dryRunOnSpark() {
    HiringServer server = service.server();
    server.load("departments", "1,Sales\n2,Legal\n").assertLoaded(2, 2, 0, 0, 0);
    server.load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);
    String loadId =
        server
            .load("hired_employees", "1,Ana,2021-02-03,1,1\n", "append=false", "dry_run=true")
            .assertStatus(200)
            .json()
            .get("load_id")
            .asText();
    service
        .sql()
        .execute(
            "UPDATE %s.loads SET run_engine = 'spark-submit', run_id = '1' WHERE load_id = '%s'"
                .formatted(service.sql().service(), loadId));
    bucket
        .stored(
            "hiring/reports/dry-run/" + loadId + ".csv",
            "year,department_id,job_id,q1,q2,q3,q4\r\n2020,2,1,0,7,0,0\r\n2021,1,1,3,0,2,0\r\n"
                .getBytes(UTF_8))
        .join();
    return loadId;
  }

  @Test
  void reportsOfADryRunAreShownWithItsRecord() {
    String loadId = dryRunOnSpark();
    Page page = browser.open(service.server());

    page.navigate(service.server().base().resolve("/#/loads/" + loadId).toString());

    Locator reports = page.locator("reports-page");
    assertThat(reports.locator("h2")).hasText("Reports on the hires of this check");
    Locator quarters = reports.locator("section[aria-labelledby=quarters-title]");
    assertThat(quarters.locator("svg.chart .value")).hasText("5");
    assertThat(reports.locator("section[aria-labelledby=mean-title] svg.chart .value"))
        .hasText("5");
    reports.locator("input[type=number]").fill("2020");
    reports.locator("input[type=number]").press("Enter");
    quarters.getByText("Hires by quarter in 2020").waitFor();
    assertThat(quarters.locator("svg.chart .value")).hasText("7");
    quarters.getByText("Link to share").click();
    assertThat(quarters.locator("code").first()).containsText("X-Amz-Signature");
    quarters.getByText("Show as a command").click();
    assertThat(quarters.getByText("--load " + loadId)).isVisible();

    PageBrowser.picture(page, "dry-run");
    // The page of the reports is still that of the hires in the table.
    page.navigate(service.server().base().resolve("/#/reports").toString());
    page.getByText("There are no hires in 2020.").first().waitFor();
    page.context().close();
    browser.assertNoComplaints();
  }
}
