package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.PageBrowser.awaitOutcome;
import static com.globant.hiring.e2e.PageBrowser.choose;
import static com.globant.hiring.e2e.PageBrowser.outcome;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What people do with the page, in a real browser. */
class PageIT extends PageTests {
  PageIT(HiringServer server, Sql sql) {
    super(server, sql);
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
  void severalFilesAreLoadedInTheOrderOfTheirReferences() {
    page.locator("#file")
        .setInputFiles(
            new FilePayload[] {
              payload("hired_employees.csv", "1,Ana,2021-01-01,3,2\nx,Bo,2021-01-01,3,2\n"),
              payload("unknown.csv", "2;Clerk\n"),
              payload("departments.csv", "id,department\n3,Space\n"),
              payload("empty.csv", "")
            });
    Locator files = page.locator(".queue li");
    assertThat(files.last()).containsText("The file has no rows");
    // Two tables have such rows, so the page does not guess.
    Locator unknown =
        files.filter(new Locator.FilterOptions().setHasText("unknown.csv")).locator("select");
    assertThat(unknown).hasValue("");
    unknown.selectOption(server.schema() + ".jobs");
    click("Load 3 files");

    files.getByText("1 inserted, 1 refused").waitFor();
    assertThat(page.locator("#queue-title")).isFocused();
    assertThat(sql.rows("SELECT id, department_id, job_id FROM hired_employees"))
        .containsExactly("1|3|2");
    click("Correct the refused rows");
    assertThat(cell(0, 2)).hasText("⚠x");
  }

  @Test
  void severalFilesStopAtOneOfWhichNothingIsStored() {
    page.locator("#file")
        .setInputFiles(
            new FilePayload[] {
              payload("departments.csv", "id,department\nx,Space\n"),
              payload("hired_employees.csv", "1,Ana,2021-01-01,1,1\n")
            });
    click("Load 2 files");

    assertThat(page.locator("file-queue [role=alert]")).containsText("departments.csv");
    assertThat(sql.count("hired_employees")).isZero();
    page.getByLabel("Open hired_employees.csv alone").click();
    assertThat(page.locator("[data-setting=table]")).hasValue(server.schema() + ".hired_employees");
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
            new String[] {
              "curl -T jobs.csv -H 'Content-Type: text/csv; charset=utf-8' '"
                  + server.base()
                  + "/db_migration?table=jobs&schema="
                  + server.schema()
                  + "&append=true&on_duplicate=reject&missing=null&on_error=continue"
                  + "&delimiter=%2C&header=absent'",
              "hiring load jobs jobs.csv --schema "
                  + server.schema()
                  + " --append --delimiter , --header absent --url "
                  + server.base()
            });
  }

  @Test
  void aShellPassesHostileNamesOnAsTheyAre() throws Exception {
    String name = "-jobs $(id) `id` ' \" \\ ;&*[1]{2}.csv";
    choose(page, name, "2,Manager\n");
    page.locator(".actions summary").last().click();
    for (String command : page.locator(".actions command-text code").allInnerTexts()) {
      String program = command.substring(0, command.indexOf(' '));
      Process shell =
          new ProcessBuilder("sh", "-c", program + "() { printf '%s\\n' \"$@\"; }; " + command)
              .start();
      assertThat(shell.inputReader().lines()).contains("./" + name);
    }
  }

  @Test
  void whatThePolicyForbidsIsNoticed() {
    page.evaluate("() => document.body.setAttribute('style', 'color: red')");
    page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; } catch { console.error('refused'); }"
            + " }");

    assertThat(browser.takeComplaints()).hasSizeGreaterThan(1).last().isEqualTo("refused");
  }

  private static FilePayload payload(String name, String csv) {
    return new FilePayload(name, "text/csv", csv.getBytes(UTF_8));
  }
}
