package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.mysql.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many loads, sixteen at a time, of which half fail in some way. Afterwards heap, threads,
 * connections, temporary files and file descriptors are what they were before.
 *
 * <p>The long run: {@code -Dhiring.soak.small=2000 -Dhiring.soak.large=20
 * -Dhiring.soak.largeMegabytes=50}.
 */
@EnabledOnOs(OS.LINUX) // which shows the resources of a process
class SoakIT {
  private static final int SMALL = Integer.getInteger("hiring.soak.small", 160);
  private static final int LARGE = Integer.getInteger("hiring.soak.large", 4);
  private static final long LARGE_BYTES =
      1_000_000L * Integer.getInteger("hiring.soak.largeMegabytes", 5);
  private static final int AT_A_TIME = 16;

  /** Whose threads are as many on every machine, and all there from the start. */
  private static final String[] JVM = {
    "-Xmx192m",
    "-XX:ActiveProcessorCount=2",
    "-XX:+UseSerialGC",
    "-XX:-UseDynamicNumberOfCompilerThreads"
  };

  /** Classes, compiled code's constants and caches that fill only now and then. */
  private static final long HEAP_NOISE = 8 << 20;

  private final AtomicInteger nextId = new AtomicInteger(1);
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  @Test
  void loadsLeakNoResources(@TempDir Path directory) throws Exception {
    String schema = TestDatabase.newSchemaName();
    String user = "soak" + schema.substring(schema.length() - 8);
    TestDatabase root = TestDatabase.running();
    Sql sql = new Sql(root, "");
    sql.execute("CREATE DATABASE " + schema);
    root.withUser(user, "soak", schema);
    Map<String, String> environment =
        Map.of(
            "HIRING_DATABASE_HOST",
            root.host(),
            "HIRING_DATABASE_PORT",
            String.valueOf(root.port()),
            "HIRING_DATABASE_USER",
            user,
            "HIRING_DATABASE_PASSWORD",
            "soak",
            "HIRING_DATABASE_SCHEMAS",
            schema,
            "HIRING_DATABASE_SERVICE_SCHEMA",
            TestDatabase.serviceSchema(schema),
            "HIRING_LOG_LEVEL",
            "error");
    try (ForkedService service = ForkedService.start(directory, environment, JVM)) {
      Path spool = directory.resolve("data").resolve("spool");
      service.server().load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
      service.server().load("jobs", "1,Recruiter\n").assertLoaded(1, 1, 0, 0, 0);
      run(service.server(), 4 * AT_A_TIME, 2);
      AtomicReference<ServiceResources> before =
          new AtomicReference<>(ServiceResources.of(service, spool, sql, user));
      // Idle threads end after a while.
      Eventually.until(
          "a service at rest",
          () -> {
            ServiceResources now = ServiceResources.of(service, spool, sql, user);
            return now.threads() == Objects.requireNonNull(before.getAndSet(now)).threads()
                && now.transactions() == 0;
          });

      run(service.server(), SMALL, LARGE);

      ServiceResources atRest = Objects.requireNonNull(before.get());
      AtomicReference<ServiceResources> after = new AtomicReference<>(atRest);
      try {
        Eventually.until(
            "nothing held that was not held before",
            () -> {
              ServiceResources now = ServiceResources.of(service, spool, sql, user);
              after.set(now);
              return now.isWithin(atRest, HEAP_NOISE);
            });
      } finally {
        System.out.printf(
            "soak test: %d loads committed, %d failed%n  before %s%n  after  %s%n",
            committed.get(), failed.get(), atRest, after.get());
      }
      assertThat(
              sql.rows(
                  "SELECT COUNT(*) FROM "
                      + TestDatabase.serviceSchema(schema)
                      + ".loads WHERE status = 'running'"))
          .containsExactly("0");
      assertThat(failed.get()).isBetween((SMALL + LARGE) / 3, SMALL + LARGE + 4 * AT_A_TIME);
    } finally {
      sql.drop(schema);
      sql.execute("DROP USER " + user);
    }
  }

  private void run(HiringServer server, int small, int large) {
    Random random = new Random(small);
    List<Runnable> loads = new ArrayList<>();
    IntStream.range(0, small).forEach(i -> loads.add(() -> small(server, i % 14)));
    IntStream.range(0, large).forEach(i -> loads.add(() -> large(server, i % 2 == 0)));
    Collections.shuffle(loads, random);
    ExecutorService clients = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      CompletableFuture.allOf(
              loads.stream()
                  .map(load -> CompletableFuture.runAsync(load, clients))
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      clients.shutdown();
    }
  }

  /** Half of the kinds succeed. */
  private void small(HiringServer server, int kind) {
    String good = rows(50);
    switch (kind) {
      case 0 -> goAway(server, good);
      case 1 -> end(server.load("hired_employees", "x,\n".repeat(50), "append=true"), 422);
      case 2 ->
          end(server.load("hired_employees", good + "x\n", "append=true", "on_error=abort"), 422);
      case 3 -> end(server.load("hired_employees", good + "\"", "append=true"), 400);
      case 4 -> end(send(server, brokenGzip(good), "Content-Encoding", "gzip"), 400);
      case 5 ->
          end(
              send(
                  server,
                  good.getBytes(UTF_8),
                  "Content-Digest",
                  "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"),
              400);
      case 6 -> cancel(server, good);
      default -> end(server.load("hired_employees", good + "x,,,,\n", "append=true"), 200);
    }
  }

  private void large(HiringServer server, boolean succeeds) {
    long count = GeneratedHires.rowsFor(LARGE_BYTES);
    long first = nextId.getAndAdd((int) count);
    InputStream end = new ByteArrayInputStream((succeeds ? "" : "\"").getBytes(UTF_8));
    Answer answer =
        server.stream(
            "hired_employees",
            () -> new SequenceInputStream(new GeneratedHires(first, count), end),
            "append=true");
    end(answer, succeeds ? 200 : 400);
  }

  private void goAway(HiringServer server, String rows) {
    try (SlowLoad load = SlowLoad.begin(server, "hired_employees", "append=true")) {
      load.send(rows);
      failed.incrementAndGet();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void cancel(HiringServer server, String rows) {
    try (SlowLoad load = SlowLoad.begin(server, "hired_employees", "append=true")) {
      load.send(rows);
      server.send("DELETE", "/loads/" + load.id(), BodyPublishers.noBody()).assertStatus(200);
      end(load.answer(), 409);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Answer send(HiringServer server, byte[] body, String name, String value) {
    return server.send(
        "POST",
        server.loadPath("hired_employees", "append=true"),
        BodyPublishers.ofByteArray(body),
        "Content-Type",
        "text/csv",
        name,
        value);
  }

  private void end(Answer answer, int expected) {
    answer.assertStatus(expected);
    (expected == 200 ? committed : failed).incrementAndGet();
  }

  private static byte[] brokenGzip(String text) {
    byte[] whole = SendingMode.gzip(text.getBytes(UTF_8));
    return Arrays.copyOf(whole, whole.length - 9);
  }

  private String rows(int count) {
    int first = nextId.getAndAdd(count);
    StringBuilder rows = new StringBuilder();
    for (int id = first; id < first + count; id++) {
      rows.append(id).append(",Name,2021-01-01T00:00:00Z,,\n");
    }
    return rows.toString();
  }
}
