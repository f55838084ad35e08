package com.globant.hiring.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One page of a real Chromium, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final String LISTENING = "DevTools listening on ";
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
  private final AtomicInteger lastId = new AtomicInteger();

  private Chromium(Process process, URI page) throws Exception {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page, new Answers())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Starts it. Skips the test if there is no Chromium, except where the whole build is wanted
   * (CI=true or -Dci).
   *
   * @param profile an empty directory
   */
  static Chromium start(Path profile) throws Exception {
    String binary = binary();
    boolean wanted = "true".equals(System.getenv("CI")) || System.getProperties().containsKey("ci");
    assumeTrue(
        binary != null || wanted,
        "no Chromium on the PATH: the documentation is not tried in a browser");
    assertThat(binary).as("Chromium on the PATH, which -Dci wants").isNotNull();
    Process process =
        new ProcessBuilder(
                binary,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Chromium(process, page(process));
    } catch (Exception | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static @Nullable String binary() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse(null);
  }

  private static URI page(Process process) throws Exception {
    BufferedReader log = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    String line = log.readLine();
    while (line != null && !line.startsWith(LISTENING)) {
      line = log.readLine();
    }
    assertThat(line).as("Chromium listens").isNotNull();
    Thread rest = new Thread(() -> log.lines().forEach(ignored -> {}), "chromium-log");
    rest.setDaemon(true);
    rest.start();
    URI browser = URI.create(line.substring(LISTENING.length()));
    String targets =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + browser.getPort() + "/json/list"))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return new JsonArray(targets)
        .stream()
            .map(JsonObject.class::cast)
            .filter(target -> target.getString("type").equals("page"))
            .map(target -> URI.create(target.getString("webSocketDebuggerUrl")))
            .findFirst()
            .orElseThrow();
  }

  void open(String url) throws Exception {
    call("Page.navigate", new JsonObject().put("url", url));
    // Until the document is the new one, scripts would run in the old one.
    String loaded = "location.href.startsWith('%s')".formatted(url);
    while (!Boolean.TRUE.equals(evaluate("Promise.resolve(" + loaded + ")").getValue("value"))) {
      Thread.onSpinWait();
    }
  }

  /** Waits until an expression of the page is true. */
  void await(String condition) throws Exception {
    evaluate(
        """
        new Promise(resolve => {
          const look = () => (%s) ? resolve(true) : requestAnimationFrame(look);
          look();
        })
        """
            .formatted(condition));
  }

  /** Runs a script in the page; gives the text of what it is, or resolves to. */
  String run(String script) throws Exception {
    return String.valueOf(evaluate(script).getValue("value"));
  }

  private JsonObject evaluate(String script) throws Exception {
    JsonObject answer =
        call(
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", script)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    assertThat(answer.getJsonObject("exceptionDetails")).as(script).isNull();
    return answer.getJsonObject("result");
  }

  private JsonObject call(String method, JsonObject parameters) throws Exception {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    answers.put(id, answer);
    String message =
        new JsonObject().put("id", id).put("method", method).put("params", parameters).encode();
    socket.sendText(message, true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonObject message = new JsonObject(text.toString());
        text.setLength(0);
        CompletableFuture<JsonObject> answer =
            message.containsKey("id") ? answers.remove(message.getInteger("id")) : null;
        if (answer != null && message.containsKey("result")) {
          answer.complete(message.getJsonObject("result"));
        } else if (answer != null) {
          answer.completeExceptionally(new IllegalStateException(message.encode()));
        }
      }
      from.request(1);
      return null;
    }
  }
}
