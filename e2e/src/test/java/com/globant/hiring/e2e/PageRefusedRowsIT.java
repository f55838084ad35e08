package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.PageBrowser.choose;
import static com.globant.hiring.e2e.PageBrowser.outcome;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Refused rows on the page: shown, corrected, sent, downloaded. */
class PageRefusedRowsIT extends PageTests {
  PageRefusedRowsIT(HiringServer server, Sql sql) {
    super(server, sql);
  }

  @Test
  void refusedRowsAreCorrectedInPlaceAndSent() {
    choose(
        page,
        "hired_employees.csv",
        "1,Ana,2021-01-01T00:00:00Z,1,1\nx,Bo,2021-01-01T00:00:00Z,1,1\n"
            + "3,\"Cy, Jr\",2021-01-01T00:00:00Z,77,1\n4,Di,2021-01-01T00:00:00Z,77,1\n");
    page.locator("#load").click();
    assertThat(outcome(page)).contains("1 row is in hired_employees; 3 were refused");
    page.locator(REFUSED).first().waitFor();
    assertThat(page.locator(".chip").allInnerTexts().stream().map(String::strip))
        .containsExactly(
            "All 3", "department_id: references nothing 2", "id: not a whole number 1");
    assertThat(cell(0, 2)).hasAttribute("aria-invalid", "true");

    // By the keyboard: the cell is edited, and the next one is active after Enter.
    cell(0, 2).focus();
    page.keyboard().press("Enter");
    page.keyboard().type("2");
    page.keyboard().press("Enter");
    assertThat(cell(1, 2)).isFocused();
    click("Check 1 corrected row");
    page.getByText("1 corrected row can be stored; 0 would be refused again.").waitFor();
    assertThat(sql.count("hired_employees")).isEqualTo(1);

    // All alike, with a preview, undone and done again.
    page.locator(".chip").nth(1).click();
    click("Correct many alike");
    page.getByLabel("Replace by").fill("2");
    page.getByText("Changes 2 of the rows shown.").waitFor();
    click("Apply");
    assertThat(cell(0, 5)).hasText("2");
    click("Undo");
    assertThat(cell(0, 5)).containsText("77");
    click("Apply");
    click("Send 3 corrected rows");
    page.getByText("3 corrected rows are stored; 0 were refused again.").waitFor();

    assertThat(page.locator(REFUSED)).hasCount(0);
    assertThat(sql.rows("SELECT id, name, department_id FROM hired_employees"))
        .containsExactly("1|Ana|1", "2|Bo|1", "3|Cy, Jr|2", "4|Di|2");
  }

  @Test
  void rowsThatAreStillWrongStay() {
    choose(page, "jobs.csv", "x,Cook\ny,Pilot\n5,Clerk\n");
    page.locator("#load").click();
    page.locator(REFUSED).first().waitFor();
    for (int row = 0; row < 2; row++) {
      cell(row, 2).dblclick();
      page.keyboard().type(row == 0 ? "6" : "5");
      page.keyboard().press("Enter");
    }
    click("Send 2 corrected rows");

    page.getByText("1 corrected row is stored; 1 was refused again.").waitFor();
    assertThat(page.locator(REFUSED)).hasCount(1);
    assertThat(page.locator(REFUSED)).containsText("key exists already");
    assertThat(sql.count("jobs")).isEqualTo(3);
  }

  @Test
  void correctionsOfACheckAreKeptForTheLoad() {
    choose(page, "jobs.csv", "x,Cook\n5,Clerk\n");
    page.locator("#check").click();
    page.locator(REFUSED).waitFor();
    cell(0, 2).focus();
    page.keyboard().type("66");
    page.keyboard().press("Enter");
    page.locator("#load").click();
    click("Send 1 corrected row");

    page.getByText("1 corrected row is stored").waitFor();
    assertThat(sql.rows("SELECT id, job FROM jobs WHERE id > 1"))
        .containsExactly("5|Clerk", "66|Cook");
  }

  @Test
  void refusedRowsOfALoadFromElsewhereAreCorrected() {
    server.load("jobs", "job,id\nCook,x\nPilot,7\n", "append=true").assertLoaded(2, 1, 0, 0, 1);
    page.getByText("History").click();
    page.locator("tbody a").first().click();
    Locator layout = page.locator("layout-choice");
    layout.waitFor();
    assertThat(layout.locator("tbody tr")).hasText("Cookx");
    layout.locator("select").nth(0).selectOption("job");
    layout.locator("select").nth(1).selectOption("id");
    click("Use these columns");
    assertThat(cell(0, 2)).hasAttribute("aria-invalid", "true");
    cell(0, 2).focus();
    page.keyboard().type("88");
    page.keyboard().press("Enter");
    click("Send 1 corrected row");

    page.getByText("1 corrected row is stored").waitFor();
    assertThat(sql.rows("SELECT id, job FROM jobs WHERE id > 1"))
        .containsExactly("7|Pilot", "88|Cook");
  }

  @Test
  void refusedRowsOfABatchAreCorrected() {
    String id =
        server
            .load(
                "jobs",
                "[{\"job\": \"Cook, \\\"junior\\\"\", \"id\": \"x\"}]".getBytes(UTF_8),
                "application/json",
                "append=true")
            .assertProblem(422, "no_rows_accepted")
            .json()
            .path("load_id")
            .asText();
    page.navigate(server.base() + "/#/loads/" + id);
    assertThat(cell(0, 3)).hasText("Cook, \"junior\"");
    cell(0, 2).focus();
    page.keyboard().type("9");
    page.keyboard().press("Enter");
    click("Send 1 corrected row");

    page.getByText("1 corrected row is stored").waitFor();
    assertThat(sql.rows("SELECT job FROM jobs WHERE id = 9")).containsExactly("Cook, \"junior\"");
  }

  @Test
  void refusedRowsAreDownloaded() throws Exception {
    choose(page, "jobs.csv", "x,\"=1+1, or so\"\n5,Clerk\n");
    page.locator("#load").click();
    page.locator(REFUSED).waitFor();

    Download plain = page.waitForDownload(() -> click("Download as plain CSV"));
    assertThat(Files.readString(plain.path())).isEqualTo("id,job\nx,\"=1+1, or so\"\n");
    Download reasons = page.waitForDownload(() -> click("Download with reasons"));
    assertThat(Files.readString(reasons.path()))
        .startsWith("line,column,code,message,raw")
        .contains("invalid_integer");
  }

  @Test
  void aHundredThousandRefusedRowsAreScrolled() {
    choose(page, "jobs.csv", "x,Cook\n".repeat(100_000));
    page.locator("#check").click();
    Locator rows = page.locator(".grid-body .grid-row");
    rows.first().waitFor();
    cell(0, 2).focus();
    page.keyboard().press("Control+End");

    assertThat(page.locator("[role=grid]")).hasAttribute("aria-rowcount", "100001");
    assertThat(rows.last()).hasAttribute("aria-rowindex", "100001");
    assertThat(rows.last().locator(".cell").last()).isFocused();
    assertThat(rows.count()).isLessThan(100);
  }
}
