package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.Loads;
import com.globant.hiring.http.connection.ConnectionLimiter;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server does with connections that take without giving, over raw sockets. */
@ExtendWith(VertxExtension.class)
@SuppressWarnings("NullAway.Init") // by listen
class ConnectionsTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n";
  private static final String LOAD =
      "PUT /db_migration?schema=hiring&table=departments&append=true HTTP/1.1\r\nHost: localhost\r\n";

  /** Also the time that a test has between connecting and sending. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final int MOST = 4;

  private final InMemoryHiring hiring = new InMemoryHiring();
  private Vertx vertx;
  private HttpAdapter adapter;

  @BeforeEach
  void remember(Vertx started) {
    vertx = started;
  }

  private void listen(Duration idle, Duration headers) {
    adapter =
        RunningApi.listen(
            vertx,
            new TestSettings()
                .connections(new HttpSettings.ConnectionLimits(10, MOST, idle, headers))
                .maxBytes(1000)
                .maxLoads(2),
            hiring.useCases());
  }

  @AfterEach
  void stop() {
    adapter.close().toCompletionStage().toCompletableFuture().join();
    hiring.close();
  }

  private RawClient client() throws IOException {
    return new RawClient(adapter.port());
  }

  @Test
  void silentConnectionIsClosed() throws Exception {
    listen(SHORT, Duration.ofHours(1));

    try (RawClient silent = client()) {
      assertThat(silent.readToEnd()).isEmpty();
    }
    Loads.until("it is counted no more", () -> adapter.openConnections() == 0);
  }

  @Test
  void connectionIsClosedWhenItIsIdleAfterAnAnswer() throws Exception {
    listen(SHORT, Duration.ofHours(1));

    try (RawClient idle = client()) {
      idle.send(LIVE + "\r\n");
      assertThat(idle.readAnswer()).startsWith("HTTP/1.1 200");
      assertThat(idle.readToEnd()).isEmpty();
    }
  }

  @Test
  void connectionOfAnAnsweredEndlessBodyIsClosed() throws Exception {
    listen(SHORT, Duration.ofHours(1));

    try (RawClient idle = client()) {
      idle.send(LIVE + "Content-Length: 1000\r\n\r\nx");
      assertThat(idle.readToEnd()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void clientThatDoesNotReadAnswersIsDisconnected() throws Exception {
    listen(SHORT, Duration.ofHours(1));

    try (RawClient deaf = client()) {
      deaf.send("GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(90));
      Loads.until("it is cut off", () -> adapter.openConnections() == 0);
    }
  }

  /** A byte every 10 ms is no way around the limit. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "\r\n", LIVE + "X: "})
  void slowHeadersAreDisconnected(String begin) throws Exception {
    listen(Duration.ofHours(1), SHORT);

    try (RawClient slow = client()) {
      slow.send(begin);
      Loads.until(
          "the drip is cut off",
          () -> {
            try {
              slow.send("x");
              return false;
            } catch (SocketException closed) {
              return true;
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
    }
    Loads.until("it is counted no more", () -> adapter.openConnections() == 0);
  }

  @Test
  void nextRequestOfAConnectionHasItsOwnTimeForHeaders() throws Exception {
    listen(Duration.ofHours(1), SHORT);

    try (RawClient slow = client()) {
      slow.send(LIVE + "\r\n");
      slow.readAnswer();
      slow.send(LIVE);
      assertThat(slow.readToEnd()).isEmpty();
    }
  }

  @Test
  void pausedUploadStaysConnected() throws Exception {
    listen(SHORT, SHORT);

    try (RawClient upload = client()) {
      upload.send(LOAD + "Content-Length: 8\r\n\r\n1,Sa");
      outlastTheTimeouts();
      upload.send("les\n");
      assertThat(upload.readAnswer()).startsWith("HTTP/1.1 200").contains("\"inserted\":1");
    }
  }

  @Test
  void longCommitStaysConnected() throws Exception {
    listen(SHORT, SHORT);
    CompletableFuture<Void> commits = hiring.holdCommits();

    try (RawClient upload = client()) {
      upload.send(LOAD + "Content-Length: 8\r\n\r\n1,Sales\n");
      outlastTheTimeouts();
      commits.complete(null);
      assertThat(upload.readAnswer()).startsWith("HTTP/1.1 200").contains("\"inserted\":1");
    }
  }

  @Test
  void streamOfEventsStaysConnected() throws Exception {
    listen(SHORT, SHORT);
    CompletableFuture<Void> commits = hiring.holdCommits();

    try (RawClient upload = client();
        RawClient events = client()) {
      upload.send(LOAD + "Content-Length: 8\r\n\r\n1,Sales\n");
      String id = runningLoad();
      events.send("GET /loads/%s/events HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(id));
      events.readUntil("event: progress");
      outlastTheTimeouts();
      events.readUntil("event: progress");
      commits.complete(null);
      events.readUntil("event: ended");
      upload.readAnswer();
    }
  }

  private String runningLoad() {
    List<String> found = new ArrayList<>();
    Loads.until(
        "the load runs",
        () -> {
          try (RawClient list = client()) {
            list.send("GET /loads?status=running HTTP/1.1\r\nHost: localhost\r\n\r\n");
            String answer = list.readAnswer();
            int at = answer.indexOf("\"load_id\":\"");
            if (at > 0) {
              found.add(answer.substring(at + 11, at + 47));
            }
            return at > 0;
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    return found.get(0);
  }

  /** Connections that were made later have come to their end by both timeouts. */
  private void outlastTheTimeouts() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (RawClient silent = client();
          RawClient half = client()) {
        half.send("GET");
        silent.readToEnd();
        half.readToEnd();
      }
    }
  }

  @Test
  void moreConnectionsOfOneAddressThanAllowedAreClosedAtOnce() throws Exception {
    listen(Duration.ofHours(1), Duration.ofHours(1));
    List<RawClient> open = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      RawClient client = client();
      open.add(client);
      client.send(LIVE + "\r\n").readAnswer();
    }

    try (RawClient refused = client()) {
      assertThat(refused.readToEnd()).isEmpty();
    }
    assertThat(adapter.refusedConnections()).isEqualTo(1);
    assertThat(adapter.openConnections()).isEqualTo(MOST);

    open.remove(0).close();
    Loads.until("its place is free", () -> adapter.openConnections() == MOST - 1);
    try (RawClient next = client()) {
      assertThat(next.send(LIVE + "\r\n").readAnswer()).startsWith("HTTP/1.1 200");
    }
    for (RawClient client : open) {
      client.close();
    }
  }

  @Test
  void addressesOfOneIpv6NetworkAreOneClient() throws Exception {
    assertThat(client("2001:db8:0:1::1")).isEqualTo(client("2001:db8:0:1:ffff::2"));
    assertThat(client("2001:db8:0:1::1")).isNotEqualTo(client("2001:db8:0:2::1"));
    assertThat(client("192.0.2.1")).isNotEqualTo(client("192.0.2.2"));
    listen(SHORT, SHORT);
  }

  private static Object client(String address) throws IOException {
    return ConnectionLimiter.client(new InetSocketAddress(InetAddress.getByName(address), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection: close\r\n\r\n", "Connection: Close, x\r\n\r\n"})
  void requestsAfterConnectionCloseAreIgnored(String end) throws Exception {
    listen(Duration.ofMinutes(1), Duration.ofMinutes(1));

    try (RawClient client = client()) {
      client.send(LIVE + end + LOAD + "Content-Length: 8\r\n\r\n1,Sales\n");
      assertThat(client.readToEnd()).containsOnlyOnce("HTTP/1.1");
    }
    assertNothingLoaded();
  }

  /** The refused body is read to its end, so that its client sees the answer, and nothing more. */
  @Test
  void requestsAfterARefusedBodyAreIgnored() throws Exception {
    listen(Duration.ofMinutes(1), Duration.ofMinutes(1));

    try (RawClient client = client()) {
      client.send(
          "PUT /db_migration?schema=hiring&table=none HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\n1,S");
      assertThat(client.readAnswer())
          .startsWith("HTTP/1.1 404")
          .containsIgnoringCase("connection: close");
      client.send("ales\n" + LOAD + "Content-Length: 8\r\n\r\n1,Sales\n");
      assertThat(client.readToEnd()).isEmpty();
    }
    assertNothingLoaded();
  }

  private void assertNothingLoaded() throws IOException {
    try (RawClient list = client()) {
      list.send("GET /loads HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(list.readAnswer()).contains("\"loads\":[]");
    }
  }

  @Test
  void tooManyPipelinedRequestsCloseTheConnection() throws Exception {
    listen(Duration.ofMinutes(1), Duration.ofMinutes(1));
    CompletableFuture<Void> commits = hiring.holdCommits();

    try (RawClient client = client()) {
      client.send(LOAD + "Content-Length: 8\r\n\r\n1,Sales\n" + (LIVE + "\r\n").repeat(200));
      assertThat(client.readToEnd()).isEmpty();
    }
    commits.complete(null);
  }
}
