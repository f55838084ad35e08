package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the client, the service or the database at some moment of a load, restarts what died, and
 * repeats the request with the same key until it answers 200. The table must then have exactly the
 * rows of the file, once, and every read in between must find the table before or after the load.
 *
 * <p>{@code -Dhiring.kill.rounds=90} runs more rounds: 30 rounds cover all sending modes, replace
 * and append, and all victims; 90 rounds cover these at all moments. {@code -Dhiring.kill.seed=…}
 * repeats the choices of a seed.
 */
class KillIT {
  private static final int ROUNDS = Integer.getInteger("hiring.kill.rounds", 6);
  private static final long SEED = Long.getLong("hiring.kill.seed", System.nanoTime());
  private static final int ROWS = 30_000;

  private enum Victim {
    CLIENT,
    SERVICE,
    DATABASE
  }

  private enum Moment {
    /** While the load runs, which it does for as long as the end of its body is held back. */
    HELD_BACK,
    /** Soon after the rest of its body, which makes it end. */
    ENDING,
    /** Any, from before it begins until after its answer. */
    ANY
  }

  private record Round(SendingMode way, boolean append, Victim victim, Moment moment) {}

  private final Random random = new Random(SEED);
  private TableContent content = TableContent.EMPTY;
  private int nextId = 1;
  private int killedWhileItRan;
  private int replayed;

  @Test
  void afterEveryKillEachLoadIsStoredOnce(@TempDir Path directory) throws Exception {
    String schema = TestDatabase.newSchemaName();
    try (KilledDatabase database = new KilledDatabase(directory.resolve("database"));
        KilledService service =
            new KilledService(directory.resolve("service"), database.address(), schema)) {
      Sql sql = database.sql(schema);
      for (Round round : rounds()) {
        kill(round, service, database, sql);
      }
    }
    System.out.printf(
        "kill test: seed %d, %d rounds, %d killed while the load ran, %d first answers repeated%n",
        SEED, ROUNDS, killedWhileItRan, replayed);
  }

  private record Sending(SendingMode way, boolean append) {}

  /**
   * Every victim equally often, every sending mode once before any repeats, and every moment once
   * in three rounds.
   */
  private List<Round> rounds() {
    Map<Victim, List<Sending>> decks = new EnumMap<>(Victim.class);
    for (Victim victim : Victim.values()) {
      List<Sending> deck = new ArrayList<>();
      for (SendingMode way : SendingMode.values()) {
        deck.add(new Sending(way, true));
        deck.add(new Sending(way, false));
      }
      Collections.shuffle(deck, random);
      decks.put(victim, deck);
    }
    return IntStream.range(0, ROUNDS)
        .mapToObj(
            round -> {
              int turn = round / Victim.values().length;
              Victim victim = Victim.values()[round % Victim.values().length];
              List<Sending> deck = Objects.requireNonNull(decks.get(victim));
              Sending sending = deck.get(turn % deck.size());
              Moment moment = Moment.values()[(round + turn) % Moment.values().length];
              return new Round(sending.way(), sending.append(), victim, moment);
            })
        .toList();
  }

  private void kill(Round round, KilledService service, KilledDatabase database, Sql sql)
      throws IOException {
    List<String> rows = rows(Math.min(ROWS, round.way().mostRows()));
    TableContent file = TableContent.of(rows);
    TableContent after = round.append() ? content.plus(file) : file;
    String key = UUID.randomUUID().toString();
    try (TableWatch watch = new TableWatch(sql, content, after)) {
      watch.begin();
      try (RawRequest client = new RawRequest(service.server().base())) {
        sendSome(client, request(round, service.server(), key, rows), round, sql);
        boolean ran = isRunning(sql);
        if (round.moment() == Moment.HELD_BACK) {
          assertThat(ran).as("%s with seed %d", round, SEED).isTrue();
        }
        killedWhileItRan += ran ? 1 : 0;
        if (round.victim() == Victim.SERVICE) {
          service.kill();
        } else if (round.victim() == Victim.DATABASE) {
          database.kill();
        } else if (random.nextBoolean()) {
          client.reset();
        }
      }
      if (round.victim() == Victim.SERVICE) {
        service.restart();
      } else if (round.victim() == Victim.DATABASE) {
        database.restart();
      }
      repeat(round, service.server(), key, rows);
      assertThat(TableContent.in(sql)).as("%s with seed %d", round, SEED).isEqualTo(after);
    }
    content = after;
  }

  private static byte[] request(Round round, HiringServer server, String key, List<String> rows) {
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: \"%s\"\r\n"
            .formatted(server.loadPath("hired_employees", "append=" + round.append()), key);
    return round.way().request(head, rows);
  }

  /** Sends the part of a request for the moment, and gives the service a little time. */
  private void sendSome(RawRequest client, byte[] request, Round round, Sql sql)
      throws IOException {
    if (round.moment() == Moment.ANY) {
      // Often all of it.
      send(client, request, 0, (int) (random.nextDouble(1.25) * request.length));
    } else {
      // More than the headers, with which a load begins.
      int begun = request.length / 2 + random.nextInt(request.length / 2);
      send(client, request, 0, begun);
      Eventually.until("%s runs, seed %d".formatted(round, SEED), () -> isRunning(sql));
      if (round.moment() == Moment.ENDING) {
        send(client, request, begun, request.length);
      }
    }
    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(80_000)));
  }

  /** Sends these bytes of a request, as far as there are any, in pieces. */
  private void send(RawRequest client, byte[] request, int first, int end) throws IOException {
    int length = Math.min(request.length, end);
    for (int from = first; from < length; ) {
      int piece = Math.min(length - from, 1 + random.nextInt(100_000));
      client.send(request, from, piece);
      from += piece;
    }
  }

  private static boolean isRunning(Sql sql) {
    return !sql.rows("SELECT COUNT(*) FROM " + sql.service() + ".loads WHERE status = 'running'")
        .equals(List.of("0"));
  }

  private void repeat(Round round, HiringServer server, String key, List<String> rows) {
    byte[] request = request(round, server, key, rows);
    Eventually.until(
        "200 for " + round + " with seed " + SEED,
        () -> {
          try (RawRequest again = new RawRequest(server.base())) {
            Answer answer = again.send(request, 0, request.length).answer();
            replayed += answer.header("Idempotency-Replayed").isEmpty() ? 0 : 1;
            // 409: the server has not noticed yet, or not rolled back; 503: not up again.
            assertThat(answer.status()).as(answer.text()).isIn(200, 409, 503);
            return answer.status() == 200;
          } catch (IOException refused) {
            return false;
          }
        });
  }

  private List<String> rows(int count) {
    int first = nextId;
    nextId += count;
    return IntStream.range(first, nextId)
        .mapToObj(id -> "%d,Name %d,2021-%02d-01,,".formatted(id, id, 1 + id % 12))
        .toList();
  }
}
