package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances on one database, and clients that load, repeat and cancel at random through both.
 * The table and every answer must equal those of the committed loads run one after the other, in
 * the order of their ends.
 *
 * <p>{@code -Dhiring.instances.loads=2000} runs more loads.
 */
class TwoInstancesIT {
  private static final int LOADS = Integer.getInteger("hiring.instances.loads", 150);
  private static final long SEED = Long.getLong("hiring.instances.seed", System.nanoTime());
  private static final int CLIENTS = 6;
  private static final int KEYS = 60;

  /** A request and its first successful answer. */
  private record Asked(Request request, JsonNode answer) {}

  private record Request(boolean append, String policy, List<String> rows, String key) {
    String[] options() {
      return new String[] {"append=" + append, "on_duplicate=" + policy};
    }

    String csv() {
      return String.join("\n", rows) + "\n";
    }

    /** One that gets its turn, and fails of nothing that is in the table. */
    Request toAppend() {
      return new Request(true, "update", rows, key);
    }
  }

  private final Map<String, Asked> succeeded = new HashMap<>();
  private final Set<String> loadedOnce = new HashSet<>();
  private final ConcurrentLinkedQueue<String> cancelled = new ConcurrentLinkedQueue<>();

  @Test
  void aReportIsReusedUntilTheOtherInstanceLoads(@TempDir Path directory) {
    try (OwnService one = OwnService.start(directory.resolve("one"), Map.of());
        OwnService other = one.beside(directory.resolve("other"))) {
      HiringServer loading = other.server();
      loading.load("departments", "1,Sales\n2,Legal\n");
      for (int hires = 1; hires <= 3; hires++) {
        loading.load("hired_employees", hires + ",a,2021-01-01,1,\n", "append=true");
        for (HiringServer asked : List.of(one.server(), loading, one.server())) {
          assertThat(asked.get("/second_sql_requirement?year=2021", "Accept", "text/csv").text())
              .isEqualTo("id,department,hired\r\n1,Sales," + hires + "\r\n");
        }
      }

      one.sql().drop(one.server().schema());
    }
  }

  @Test
  void concurrentLoadsOfTwoInstancesAreSerializable(@TempDir Path directory) throws Exception {
    try (OwnService one = OwnService.start(directory.resolve("one"), Map.of());
        OwnService other = one.beside(directory.resolve("other"))) {
      List<HiringServer> servers = List.of(one.server(), other.server());
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      try {
        CompletableFuture.allOf(
                IntStream.range(0, CLIENTS)
                    .mapToObj(
                        client ->
                            CompletableFuture.runAsync(
                                () -> work(servers, new Random(SEED + client)), clients))
                    .toArray(CompletableFuture[]::new))
            .join();
      } finally {
        clients.shutdown();
      }

      check(one.sql());
      one.sql().drop(one.server().schema());
    }
  }

  private void work(List<HiringServer> servers, Random random) {
    for (int i = 0; i < LOADS / CLIENTS; i++) {
      HiringServer server = servers.get(random.nextInt(2));
      HiringServer other = servers.get(random.nextInt(2));
      Request request = request(random);
      switch (i % 6) {
        case 0 -> twiceAtOnce(server, other, request);
        case 1 -> cancel(server, other, request);
        case 2 -> Eventually.until("cancelled", () -> cancel(server, other, request.toAppend()));
        case 3 -> Eventually.until("loaded", () -> load(server, request.toAppend()));
        default -> {
          keep(request, send(server, request));
          // The second answer must not contradict the first.
          keep(request, send(other, request));
        }
      }
    }
  }

  private static Request request(Random random) {
    String id = UUID.randomUUID().toString();
    boolean append = random.nextInt(5) > 0;
    String policy = List.of("reject", "ignore", "update").get(random.nextInt(3));
    List<String> rows =
        IntStream.range(0, 1 + random.nextInt(30))
            .mapToObj(row -> 1 + random.nextInt(KEYS) + "," + id.substring(0, 8) + "-" + row)
            .toList();
    return new Request(append, policy, rows, id);
  }

  private void twiceAtOnce(HiringServer server, HiringServer other, Request request) {
    CompletableFuture<Answer> second = CompletableFuture.supplyAsync(() -> send(other, request));
    keep(request, send(server, request));
    keep(request, second.join());
  }

  private boolean load(HiringServer server, Request request) {
    Answer answer = send(server, request);
    keep(request, answer);
    return answer.status() == 200;
  }

  /** Pauses half-way and cancels; the load may not begin, but never ends by itself. */
  private boolean cancel(HiringServer server, HiringServer other, Request request) {
    String id;
    Answer answer;
    try (SlowLoad load = SlowLoad.tryBegin(server, "departments", request.options())) {
      if (load == null) {
        return false;
      }
      load.send(request.csv());
      id = load.id();
      other.send("DELETE", "/loads/" + id, BodyPublishers.noBody()).assertStatus(200);
      answer = load.answer();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    answer.assertProblem(409, "cancelled");
    cancelled.add(id);
    return true;
  }

  private static Answer send(HiringServer server, Request request) {
    return server.send(
        "POST",
        server.loadPath("departments", request.options()),
        BodyPublishers.ofString(request.csv()),
        "Content-Type",
        "text/csv",
        "Idempotency-Key",
        '"' + request.key() + '"');
  }

  private synchronized void keep(Request request, Answer answer) {
    if (answer.status() != 200) {
      assertThat(answer.status()).as(answer.text()).isIn(409, 422, 503);
      return;
    }
    Asked first = succeeded.putIfAbsent(request.key(), new Asked(request, answer.json()));
    if (first != null) {
      assertThat(answer.json().get("load_id")).isEqualTo(first.answer().get("load_id"));
      assertThat(answer.json().get("rows")).isEqualTo(first.answer().get("rows"));
    }
    if (answer.header("Idempotency-Replayed").isEmpty()) {
      assertThat(loadedOnce.add(request.key())).as("loaded once: %s", request).isTrue();
    }
  }

  /** Loads again in memory, one after the other, what was committed. */
  private void check(Sql sql) {
    Map<String, Asked> byId = new HashMap<>();
    succeeded.values().forEach(asked -> byId.put(asked.answer().get("load_id").asText(), asked));
    List<String> committed =
        sql.rows(
            "SELECT load_id FROM "
                + sql.service()
                + ".loads WHERE status = 'committed' ORDER BY ended_at");
    assertThat(committed).containsExactlyInAnyOrderElementsOf(byId.keySet());
    assertThat(committed).doesNotContainAnyElementsOf(cancelled);
    assertThat(loadedOnce).isEqualTo(succeeded.keySet());

    Map<Integer, String> table = new TreeMap<>();
    for (String id : committed) {
      Asked asked = Objects.requireNonNull(byId.get(id));
      assertThat(asked.answer().get("rows").toString())
          .as("rows of %s, seed %d", asked.request(), SEED)
          .isEqualTo(apply(asked.request(), table));
    }
    List<String> expected = new ArrayList<>();
    table.forEach((id, name) -> expected.add(id + "|" + name));
    assertThat(sql.rows("SELECT id, department FROM departments ORDER BY id"))
        .as("seed %d", SEED)
        .isEqualTo(expected);
    assertThat(
            sql.rows("SELECT COUNT(*) FROM " + sql.service() + ".loads WHERE status = 'running'"))
        .containsExactly("0");
    System.out.printf(
        "two instances: seed %d, %d loads committed, %d cancelled%n",
        SEED, committed.size(), cancelled.size());
    assertThat(cancelled).isNotEmpty();
    assertThat(committed.size()).isGreaterThan(LOADS / 8);
  }

  /** Gives the counts as an answer has them. */
  private static String apply(Request request, Map<Integer, String> table) {
    if (!request.append()) {
      table.clear();
    }
    int inserted = 0;
    int updated = 0;
    int ignored = 0;
    int rejected = 0;
    for (String row : request.rows()) {
      String[] cells = row.split(",", -1);
      Integer id = Integer.valueOf(cells[0]);
      if (!table.containsKey(id)) {
        inserted++;
        table.put(id, cells[1]);
      } else if (request.policy().equals("update")) {
        updated++;
        table.put(id, cells[1]);
      } else if (request.policy().equals("ignore")) {
        ignored++;
      } else {
        rejected++;
      }
    }
    return "{\"read\":%d,\"inserted\":%d,\"updated\":%d,\"ignored\":%d,\"rejected\":%d,\"incomplete\":0}"
        .formatted(request.rows().size(), inserted, updated, ignored, rejected);
  }
}
