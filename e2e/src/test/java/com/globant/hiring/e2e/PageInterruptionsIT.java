package com.globant.hiring.e2e;

import static com.globant.hiring.e2e.PageBrowser.awaitOutcome;
import static com.globant.hiring.e2e.PageBrowser.outcome;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.mysql.TestDatabase;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads by the page that are interrupted, and large ones. */
@SuppressWarnings("NullAway.Init") // by writeFile
class PageInterruptionsIT extends PageTests {
  private static final int ROWS = 100_000;
  private static final double SLOW_BYTES_PER_SECOND = 200_000;
  private static final long LARGE_BYTES = 200_000_000;
  private static final long MAX_RENDERER_KIB = 300_000;

  private static Path file;

  PageInterruptionsIT(HiringServer server, Sql sql) {
    super(server, sql);
  }

  @BeforeAll
  static void writeFile(@TempDir Path directory) throws IOException {
    file = directory.resolve("jobs.csv");
    StringBuilder rows = new StringBuilder();
    for (int id = 1; id <= ROWS; id++) {
      rows.append(id).append(",Regional manager\n");
    }
    Files.writeString(file, rows);
  }

  /** Nothing: all rows are those of uploads. */
  @Override
  void fill() {}

  /** Begins an upload that takes long, and waits until bytes were sent. */
  private CDPSession beginSlowly() {
    CDPSession network = page.context().newCDPSession(page);
    network.send("Network.enable");
    limit(network, SLOW_BYTES_PER_SECOND);
    page.locator("#file").setInputFiles(file);
    page.locator("#load").click();
    assertThat(page.locator(".figures")).containsText(" of 2.");
    return network;
  }

  private static void limit(CDPSession network, double bytesPerSecond) {
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 0);
    conditions.addProperty("downloadThroughput", -1);
    conditions.addProperty("uploadThroughput", bytesPerSecond);
    network.send("Network.emulateNetworkConditions", conditions);
  }

  @Test
  void anUploadThatAReloadHasCutIsRepeatedWithItsKey() {
    beginSlowly();
    page.reload();
    page.getByText("was interrupted by leaving the page").waitFor();
    assertThat(sql.count("jobs")).isZero();

    CDPSession network = page.context().newCDPSession(page);
    network.send("Network.enable");
    limit(network, -1);
    page.getByLabel("Choose jobs.csv again").setInputFiles(file);
    awaitOutcome(page, "All rows are in jobs");
    assertThat(sql.count("jobs")).isEqualTo(ROWS);

    page.reload();
    page.locator("#file").waitFor();
    assertThat(page.locator(".outcome")).hasCount(0);
  }

  @Test
  void anUploadIsCancelled() {
    beginSlowly();
    assertThat(page.locator("rate-chart svg"))
        .hasAttribute("aria-label", Pattern.compile("Rows a second, at most [1-9][0-9,]*"));
    page.getByText("Cancel the load").click();

    assertThat(outcome(page)).containsIgnoringCase("cancelled");
    assertThat(sql.count("jobs")).isZero();
    assertThat(page.locator("#load")).isVisible();
  }

  @Test
  void aLoadThatGoesOnIsShownAgainAfterAReload() throws IOException {
    try (SlowLoad load = SlowLoad.begin(server, "jobs", "append=true")) {
      load.send("1,Recruiter\n");
      String plan =
          "{\"name\":\"jobs.csv\",\"size\":12,\"schema\":\"%s\",\"table\":\"jobs\",\"parameters\":{},\"mapping\":[\"id\",\"job\"]}"
              .formatted(server.schema());
      page.evaluate(
          "kept => sessionStorage.setItem('hiring.load', kept)",
          "{\"plan\":%s,\"key\":\"x\",\"loadId\":\"%s\",\"began\":0}".formatted(plan, load.id()));
      page.reload();
      page.getByText("Storing the rows of jobs.csv in jobs").waitFor();
      load.finish().assertLoaded(1, 1, 0, 0, 0);
      assertThat(outcome(page)).contains("All rows are in jobs");
    }
  }

  @Test
  void aServiceThatIsKilledAndStartedAgainGetsTheFileOnce(@TempDir Path data) throws Exception {
    page.context().close();
    try (KilledService service = new KilledService(data, TestDatabase.running(), server.schema())) {
      page = browser.open(service.server());
      CDPSession network = beginSlowly();
      service.kill();
      page.getByText("waiting for the service").waitFor();
      service.restart();
      page.getByText("Send again").waitFor(new Locator.WaitForOptions().setTimeout(120_000));
      assertThat(sql.count("jobs")).isZero();

      limit(network, -1);
      page.getByText("Send again").click();
      awaitOutcome(page, "All rows are in jobs");
      assertThat(sql.count("jobs")).isEqualTo(ROWS);
    }
  }

  /** Blank lines are not rows, so that the database has little to do. */
  @Test
  void aFileOf200MbIsSentInFlatMemory(@TempDir Path large) throws IOException {
    Path blanks = large.resolve("jobs.csv");
    byte[] line = new byte[1000];
    Arrays.fill(line, (byte) ' ');
    line[line.length - 1] = '\n';
    try (OutputStream out = Files.newOutputStream(blanks)) {
      out.write("1,Recruiter\n2,Clerk\n".getBytes(UTF_8));
      byte[] lines = new byte[line.length * 1000];
      for (int i = 0; i < lines.length; i += line.length) {
        System.arraycopy(line, 0, lines, i, line.length);
      }
      for (long written = 0; written < LARGE_BYTES; written += lines.length) {
        out.write(lines);
      }
    }
    page.locator("#file").setInputFiles(blanks);
    page.locator("#load").click();
    awaitOutcome(page, "All rows are in jobs");

    long peak = PageBrowser.renderers().mapToLong(PageInterruptionsIT::peakKib).max().orElseThrow();
    System.out.println("Peak of the renderer in KiB: " + peak);
    assertThat(peak).isLessThan(MAX_RENDERER_KIB);
  }

  private static long peakKib(ProcessHandle process) {
    try {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(text -> text.startsWith("VmHWM:"))
          .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
