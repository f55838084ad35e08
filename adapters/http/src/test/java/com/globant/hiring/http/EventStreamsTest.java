package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.LoadRecords;
import com.globant.hiring.application.record.Loads;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many streams of one load, and streams of clients that lose their key. */
@ExtendWith(VertxExtension.class)
@SuppressWarnings("NullAway.Init") // by listen
class EventStreamsTest {
  private static final ApiKey LOADER = ApiKey.create("loader", "loader");
  private static final ApiKey READER = ApiKey.create("reader", "reader");
  private static final int PER_LOAD = 5;
  private static final int TOTAL = 7;

  private final InMemoryHiring hiring = new InMemoryHiring();
  private final AtomicInteger reads = new AtomicInteger();
  private final List<RawClient> clients = new ArrayList<>();
  private final CompletableFuture<Void> commits = hiring.holdCommits();
  private volatile String keys = LOADER.line() + "\n" + READER.line();
  private HttpAdapter adapter;

  @BeforeEach
  void listen(Vertx vertx) {
    HttpAdapter.UseCases useCases = hiring.useCases();
    adapter =
        RunningApi.listen(
            vertx,
            new TestSettings()
                .access(new HttpSettings.ApiKeyAccess("the test", () -> keys))
                .streams(new HttpSettings.StreamLimits(TOTAL, PER_LOAD, Duration.ofMillis(50)))
                .maxBytes(1000),
            new HttpAdapter.UseCases(
                useCases.migrateCsv(),
                useCases.cancelLoad(),
                useCases.publishReport(),
                useCases.sources(),
                counted(useCases.records()),
                useCases.readRejects(),
                useCases.catalog(),
                useCases.tableSchema(),
                useCases.dataResource()));
  }

  private LoadRecords counted(LoadRecords records) {
    return (LoadRecords)
        Proxy.newProxyInstance(
            LoadRecords.class.getClassLoader(),
            new Class<?>[] {LoadRecords.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("find")) {
                reads.incrementAndGet();
              }
              return method.invoke(records, arguments);
            });
  }

  @AfterEach
  void stop() throws IOException {
    commits.complete(null);
    for (RawClient client : clients) {
      client.close();
    }
    adapter.close().toCompletionStage().toCompletableFuture().join();
    hiring.close();
  }

  private RawClient client() throws IOException {
    RawClient client = new RawClient(adapter.port());
    clients.add(client);
    return client;
  }

  private String running(String table) throws IOException {
    client()
        .send(
            "PUT /db_migration?schema=hiring&table=%s HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: %s\r\nContent-Length: 8\r\n\r\n1,Sales\n"
                .formatted(table, LOADER.key()));
    List<String> found = new ArrayList<>();
    Loads.until(
        "the load runs",
        () -> {
          try {
            String answer =
                client()
                    .send(
                        "GET /loads?status=running&table=%s HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: %s\r\n\r\n"
                            .formatted(table, LOADER.key()))
                    .readAnswer();
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

  private RawClient watch(String load, ApiKey key) throws IOException {
    return client()
        .send(
            "GET /loads/%s/events HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: %s\r\n\r\n"
                .formatted(load, key.key()));
  }

  @Test
  void allStreamsOfALoadShareOnePoll() throws Exception {
    String load = running("departments");
    List<RawClient> streams = new ArrayList<>();
    for (int i = 0; i < PER_LOAD; i++) {
      streams.add(watch(load, READER));
    }
    for (int event = 0; event < 4; event++) {
      for (RawClient stream : streams) {
        stream.readUntil("event: progress");
      }
    }
    commits.complete(null);
    int most = 4;
    for (RawClient stream : streams) {
      String rest = stream.readUntil("event: ended");
      most = Math.max(most, 4 + count(rest, "event: progress"));
    }

    // One of each stream as it begins, and one a round; a round more may follow the last one.
    assertThat(reads.get()).isLessThanOrEqualTo(PER_LOAD + most + 1);
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  @Test
  void streamsAboveTheLimitGet429UntilOneEnds() throws Exception {
    String load = running("departments");
    List<RawClient> streams = new ArrayList<>();
    for (int i = 0; i < PER_LOAD; i++) {
      streams.add(watch(load, READER));
      streams.get(i).readUntil("event: progress");
    }
    assertThat(watch(load, READER).readAnswer())
        .startsWith("HTTP/1.1 429")
        .contains("too_many_streams", "limits.max_event_streams_per_load")
        .containsIgnoringCase("Retry-After");
    String other = running("jobs");
    for (int i = PER_LOAD; i < TOTAL; i++) {
      watch(other, READER).readUntil("event: progress");
    }
    assertThat(watch(other, READER).readAnswer())
        .startsWith("HTTP/1.1 429")
        .contains("limits.max_event_streams)");

    streams.get(0).close();

    Loads.until(
        "its place is free",
        () -> {
          try {
            return watch(load, READER).readUntil("\r\n").startsWith("HTTP/1.1 200");
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void streamEndsWithTheReasonWhenItsKeyIsRevokedOrLosesItsRole() throws Exception {
    String load = running("departments");
    RawClient stays = watch(load, LOADER);
    RawClient revoked = watch(load, READER);
    stays.readUntil("event: progress");
    revoked.readUntil("event: progress");

    keys = LOADER.line();

    revoked.readUntil("event: closed\ndata: ");
    assertThat(revoked.readUntil("\n\n"))
        .contains("\"code\":\"unauthorized\"", "\"status\":401", "X-Api-Key is not known");
    stays.readUntil("event: progress");
    stays.readUntil("event: progress");
  }
}
