package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.FilePayload;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Chromium, and what its pages complain about. */
final class PageBrowser implements AutoCloseable {
  private static final List<String> CHROMIUM =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final double PATIENCE_MILLIS = 30_000;

  private final Playwright playwright;
  private final Browser browser;
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  private PageBrowser(Playwright playwright, String chromium) {
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of(chromium))
                    .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
  }

  /**
   * Starts it. Skips the test if there is no Chromium or no Node.js, except where the whole build
   * is wanted (CI=true or -Dci).
   */
  static PageBrowser start() {
    String chromium = onPath(CHROMIUM);
    String node = onPath(List.of("node"));
    boolean wanted = "true".equals(System.getenv("CI")) || System.getProperties().containsKey("ci");
    assumeTrue(
        (chromium != null && node != null) || wanted,
        "no Chromium or no Node.js on the PATH: the page is not tried in a browser");
    assertThat(chromium).as("Chromium on the PATH, which -Dci wants").isNotNull();
    assertThat(node).as("Node.js on the PATH, which -Dci wants").isNotNull();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_NODEJS_PATH", node);
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return new PageBrowser(
        Playwright.create(new Playwright.CreateOptions().setEnv(environment)),
        Objects.requireNonNull(chromium));
  }

  private static @Nullable String onPath(List<String> names) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(directory -> names.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }

  static Browser.NewContextOptions options() {
    return new Browser.NewContextOptions().setViewportSize(1440, 900).setLocale("en-US");
  }

  /** A page of a new profile, on the page of a service that everybody may use. */
  Page open(HiringServer server, Browser.NewContextOptions options) {
    Page page = openUnnamed(server, options);
    page.locator("h1").waitFor();
    return page;
  }

  /** A page of a new profile, on the page of a service that may ask for a key. */
  Page openUnnamed(HiringServer server) {
    return openUnnamed(server, options());
  }

  private Page openUnnamed(HiringServer server, Browser.NewContextOptions options) {
    Page page = blank(options);
    page.navigate(server.base().toString());
    return page;
  }

  /** An empty page of a new profile. */
  Page blank(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.onWebError(error -> complaints.add(error.error()));
    context.onConsoleMessage(
        message -> {
          // Chromium reports answers such as 404 here too.
          if (message.type().equals("error") && !message.text().startsWith("Failed to load")) {
            complaints.add(message.text());
          }
        });
    return context.newPage();
  }

  Page open(HiringServer server) {
    return open(server, options());
  }

  /** Chooses a file, and waits until its columns are shown. */
  static void choose(Page page, String name, String csv) {
    page.locator("#file")
        .setInputFiles(new FilePayload(name, "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
    page.locator("[data-setting=table]").waitFor();
  }

  /** Waits until a check or a load has ended with a sentence. */
  static void awaitOutcome(Page page, String sentence) {
    page.locator(".outcome h2")
        .filter(new Locator.FilterOptions().setHasText(sentence))
        .waitFor(new Locator.WaitForOptions().setTimeout(4 * PATIENCE_MILLIS));
  }

  /** The sentence that says how a check or a load has ended. */
  static String outcome(Page page) {
    Locator heading = page.locator(".outcome h2").first();
    heading.waitFor();
    return heading.innerText();
  }

  /** Keeps a picture of the whole page, to be looked at. */
  static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target", "page", name + ".png")));
  }

  /** The processes that draw the pages. */
  static Stream<ProcessHandle> renderers() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process -> {
              try {
                return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .contains("--type=renderer");
              } catch (IOException ended) {
                return false;
              }
            });
  }

  /** Fails if a script failed, or if the page did what its Content-Security-Policy forbids. */
  void assertNoComplaints() {
    assertThat(complaints).isEmpty();
  }

  /** What the pages complained about so far, which then is no failure. */
  List<String> takeComplaints() {
    List<String> taken = List.copyOf(complaints);
    complaints.clear();
    return taken;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
