package com.globant.hiring.e2e;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests of the page of a service. */
@ExtendWith(ServiceUnderTest.class)
@SuppressWarnings("NullAway.Init") // by start and open
abstract class PageTests {
  static final String REFUSED = ".grid-row.refused";

  static PageBrowser browser;

  final HiringServer server;
  final Sql sql;
  Page page;

  PageTests(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeAll
  static void start() {
    browser = PageBrowser.start();
  }

  @AfterAll
  @SuppressWarnings("NullAway") // null if there is no Chromium
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    sql.empty();
    fill();
    page = browser.open(server);
  }

  /** Two departments and a job. */
  void fill() {
    server.load("departments", "1,Sales\n2,Legal\n").assertLoaded(2, 2, 0, 0, 0);
    server.load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);
  }

  @AfterEach
  void close(TestInfo test) {
    PageBrowser.picture(page, test.getTestMethod().orElseThrow().getName());
    page.context().close();
    browser.assertNoComplaints();
  }

  final void click(String text) {
    page.getByText(text, new Page.GetByTextOptions().setExact(true)).click();
  }

  final Locator cell(int row, int column) {
    return page.locator(".grid-body .grid-row").nth(row).locator(".cell").nth(column);
  }
}
