package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.PageBrowser.awaitOutcome;
import static com.globant.hiring.e2e.PageBrowser.choose;
import static com.globant.hiring.e2e.PageBrowser.outcome;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do with the page, in a real browser. */
@ExtendWith(ServiceUnderTest.class)
@SuppressWarnings("NullAway.Init") // by start and open
class PageIT {
  private static final String REFUSED = ".grid-row.refused";

  private static PageBrowser browser;

  private final HiringServer server;
  private final Sql sql;
  private Page page;

  PageIT(HiringServer server, Sql sql) {
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
    server.load("departments", "1,Sales\n2,Legal\n").assertLoaded(2, 2, 0, 0, 0);
    server.load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);
    page = browser.open(server);
  }

  @AfterEach
  void close(TestInfo test) {
    PageBrowser.picture(page, test.getTestMethod().orElseThrow().getName());
    page.context().close();
    browser.assertNoComplaints();
  }

  private void click(String text) {
    page.getByText(text, new Page.GetByTextOptions().setExact(true)).click();
  }

  private Locator cell(int row, int column) {
    return page.locator(".grid-body .grid-row").nth(row).locator(".cell").nth(column);
  }

  @Test
  void aFileIsCheckedAndThenLoaded() {
    choose(page, "jobs.csv", "2,Manager\n3,Clerk\n");
    assertThat(page.locator("[data-setting=table]")).hasValue(server.schema() + ".jobs");

    page.locator("#check").click();
    assertThat(outcome(page)).contains("all rows can be loaded", "Nothing is stored yet");
    assertThat(sql.count("jobs")).isEqualTo(1);

    page.locator("#load").click();
    awaitOutcome(page, "All rows are in jobs");
    assertThat(sql.rows("SELECT id, job FROM jobs"))
        .containsExactly("1|Recruiter", "2|Manager", "3|Clerk");
    assertThat(page.locator("#load")).not().isVisible();
  }

  @Test
  void theFileIsRecognised() {
    choose(page, "people.txt", "job;ID\nManager;2\n\"Clerk; junior\";3\n");

    assertThat(page.locator("[data-setting=delimiter]")).hasValue(";");
    assertThat(page.locator("[data-setting=header]")).hasValue("true");
    assertThat(page.locator("[data-setting=table]")).hasValue(server.schema() + ".jobs");
    assertThat(page.locator(".preview tbody tr")).hasCount(2);

    page.locator("#load").click();
    assertThat(outcome(page)).contains("All rows are in jobs");
    assertThat(sql.rows("SELECT id, job FROM jobs WHERE id > 1"))
        .containsExactly("2|Manager", "3|Clerk; junior");
  }

  @Test
  void pastedCellsOfASpreadsheetAreLoaded() {
    page.locator(".paste summary").click();
    page.locator(".paste textarea").fill("id\tjob\n7\tPilot\n");
    click("Use these rows");
    page.locator("#load").click();

    assertThat(outcome(page)).contains("All rows are in jobs");
    assertThat(sql.rows("SELECT id, job FROM jobs WHERE id > 1")).containsExactly("7|Pilot");
  }

  @Test
  void columnsAreMappedAndRemembered() {
    String csv = "Number,Remark,Title\n5,none,Cook\n";
    choose(page, "x.csv", csv);
    page.locator("[data-setting=table]").selectOption(server.schema() + ".jobs");
    page.locator("[data-setting=header]").selectOption("true");
    page.locator("thead select").nth(0).selectOption("id");
    page.locator("thead select").nth(2).selectOption("job");
    page.locator("#load").click();
    assertThat(outcome(page)).contains("All rows are in jobs");
    assertThat(sql.rows("SELECT id, job FROM jobs WHERE id > 1")).containsExactly("5|Cook");

    click("Another file");
    choose(page, "jobs.csv", csv.replace("5", "6"));
    page.locator("[data-setting=header]").selectOption("true");
    assertThat(page.locator("thead select").nth(0)).hasValue("id");
    assertThat(page.locator("thead select").nth(1)).hasValue("");
    assertThat(page.locator("thead select").nth(2)).hasValue("job");
  }

  @Test
  void aReplaceSaysHowManyRowsGoAndAsks() {
    choose(page, "jobs.csv", "9,Pilot\n");
    page.locator("[name=append][value=false]").check();
    page.locator("#check").click();
    assertThat(page.locator(".notice")).containsText("about 1");

    page.locator("#load").click();
    page.getByText("Cancel", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(sql.rows("SELECT id, job FROM jobs")).containsExactly("1|Recruiter");

    page.locator("#load").click();
    page.locator("dialog .danger").click();
    awaitOutcome(page, "All rows are in jobs");
    assertThat(sql.rows("SELECT id, job FROM jobs")).containsExactly("9|Pilot");
  }

  @Test
  void refusedRowsAreCorrectedInPlaceAndSent() {
    choose(
        page,
        "hired_employees.csv",
        "1,Ana,2021-01-01T00:00:00Z,1,1\nx,Bo,2021-01-01T00:00:00Z,1,1\n"
            + "3,\"Cy, Jr\",2021-01-01T00:00:00Z,77,1\n4,Di,2021-01-01T00:00:00Z,77,1\n");
    page.locator("#load").click();
    assertThat(outcome(page)).contains("1 rows are in hired_employees; 3 were refused");
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
    click("Check 1 corrected rows");
    page.getByText("1 corrected rows can be stored; 0 would be refused again.").waitFor();
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

    page.getByText("1 corrected rows are stored; 1 were refused again.").waitFor();
    assertThat(page.locator(REFUSED)).hasCount(1);
    assertThat(page.locator(REFUSED)).containsText("key exists already");
    assertThat(sql.count("jobs")).isEqualTo(3);
  }

  @Test
  void correctionsOfACheckAreKeptForTheLoad() {
    choose(page, "jobs.csv", "x,Cook\n5,Clerk\n");
    page.locator("#check").click();
    page.locator(REFUSED).waitFor();
    cell(0, 2).dblclick();
    page.keyboard().type("6");
    page.keyboard().press("Enter");
    page.locator("#load").click();
    click("Send 1 corrected rows");

    page.getByText("1 corrected rows are stored").waitFor();
    assertThat(sql.rows("SELECT id, job FROM jobs WHERE id > 1"))
        .containsExactly("5|Clerk", "6|Cook");
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
  void fileContentsAreTextAndNothingElse() {
    String hostile = "<img src=x onerror=\"document.title='owned'\">";
    choose(
        page,
        "<b>jobs.csv",
        "x,%s\ny,\u202egnp\n\"=cmd\",{{1}}\n"
            .formatted("\"" + hostile.replace("\"", "\"\"") + "\""));
    page.locator("#check").click();
    outcome(page);
    page.locator("[data-setting=table]").selectOption(server.schema() + ".jobs");
    page.locator("#check").click();

    assertThat(page.locator(".preview td").nth(1)).hasText(hostile);
    assertThat(page.locator(".preview td").nth(3)).hasText("⟨202E⟩gnp");
    assertThat(page.locator("main img")).hasCount(0);
    assertThat(page.locator("main b")).hasCount(0);
    assertThat(page.title()).doesNotContain("owned");
  }

  @Test
  void aWorkbookIsRefusedWithAdvice() {
    page.locator("#file")
        .setInputFiles(
            new FilePayload(
                "book.xlsx", "application/octet-stream", new byte[] {'P', 'K', 3, 4, 0, 0}));

    assertThat(page.locator("[role=alert]")).containsText("Save the sheet as CSV");
    assertThat(page.locator("#check")).not().isVisible();
  }

  @Test
  void theHistoryShowsLoadsAndEachOfThem() {
    server.load("jobs", "x,y\n", "append=true").assertProblem(422, "no_rows_accepted");
    page.getByText("History").click();
    page.getByLabel("Status").selectOption("failed");
    assertThat(page.locator("tbody tr").first()).containsText("refused");
    page.locator("tbody a").first().click();

    assertThat(outcome(page)).contains("Refused: nothing is stored");
    assertThat(page.locator(".facts")).containsText(server.schema() + ".jobs");
    assertThat(page.locator(".share code")).containsText("/#/loads/");
    assertThat(page.locator(REFUSED)).hasCount(1);
  }

  @Test
  void aRunningLoadIsFollowedAndCancelledByItsPage() throws Exception {
    try (SlowLoad load = SlowLoad.begin(server, "jobs", "append=true")) {
      load.send("2,Manager\n");
      page.navigate(server.base() + "/#/loads/" + load.id());
      page.getByText("Loading into jobs").waitFor();
      click("Cancel the load");
      assertThat(outcome(page)).contains("Cancelled: nothing is stored");
    }
    assertThat(sql.count("jobs")).isEqualTo(1);
  }

  @Test
  void reportsAreChartsTablesAndLinks() {
    server
        .load("hired_employees", "1,Ana,2021-01-01,1,1\n2,Bo,2021-11-01,1,1\n3,Cy,2020-05-01,2,1\n")
        .assertLoaded(3, 3, 0, 0, 0);
    page.getByText("Reports").click();
    page.locator("input[type=number]").fill("2020");
    page.locator("input[type=number]").press("Enter");
    page.getByText("Hires by quarter in 2020").waitFor();
    page.locator("input[type=number]").fill("2021");
    page.locator("input[type=number]").press("Enter");

    Locator quarters = page.locator("section[aria-labelledby=quarters-title]");
    assertThat(quarters).containsText("2021");
    quarters.locator("select").selectOption("Sales");
    assertThat(quarters.locator("svg.chart .value")).hasText("2");
    quarters.locator("summary").first().click();
    assertThat(quarters.locator("tbody tr")).hasText("SalesRecruiter1001");
    quarters.getByText("Link to share").click();
    assertThat(quarters.locator("code").first()).containsText("X-Amz-Signature");
  }

  @Test
  void tablesAreDescribed() throws Exception {
    page.getByText("Tables").click();
    Locator jobs =
        page.locator("section.card")
            .filter(new Locator.FilterOptions().setHasText(server.schema() + ".jobs"));
    assertThat(jobs.locator("tbody tr").first()).containsText("integer");
    assertThat(jobs.locator("tbody tr").first()).containsText("key");

    Download template =
        page.waitForDownload(() -> jobs.getByText("Empty CSV with the header").click());
    assertThat(template.suggestedFilename()).isEqualTo("jobs.csv");
    assertThat(Files.readString(template.path())).isEqualTo("id,job\r\n");
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

  @Test
  void aFileIsLoadedByTheKeyboardAlone() {
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
    choose(page, "jobs.csv", "2,Manager\n");
    assertThat(page.locator("#columns-title")).isFocused();
    for (int tab = 0; tab < 20 && page.locator("#check:focus").count() == 0; tab++) {
      page.keyboard().press("Tab");
    }
    page.keyboard().press("Enter");
    assertThat(page.locator(".outcome h2")).isFocused();
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("Shift+Tab");
    assertThat(page.locator("#load")).isFocused();
    page.keyboard().press("Enter");

    awaitOutcome(page, "All rows are in jobs");
    assertThat(page.locator(".outcome h2")).isFocused();
  }

  @Test
  void thePageSpeaksSpanish() {
    Page spanish = browser.open(server, PageBrowser.options().setLocale("es-CO"));
    assertThat(spanish.locator("h1")).hasText("Cargar un archivo CSV");
    assertThat(spanish.locator("html")).hasAttribute("lang", "es");
    spanish.getByLabel("Idioma").selectOption("en");
    assertThat(spanish.locator("h1")).hasText("Load a CSV file");
    spanish.context().close();
  }

  @Test
  void everyActionIsShownAsACommand() {
    choose(page, "jobs.csv", "2,Manager\n");
    page.locator(".actions summary").last().click();

    assertThat(page.locator(".actions command-text pre"))
        .hasText(
            "curl -T jobs.csv -H 'Content-Type: text/csv; charset=utf-8' '"
                + server.base()
                + "/db_migration?table=jobs&schema="
                + server.schema()
                + "&append=true&on_duplicate=reject&missing=null&on_error=continue"
                + "&delimiter=%2C&header=absent'");
  }
}
