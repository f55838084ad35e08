package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Repeated requests with an {@code Idempotency-Key}. */
@ExtendWith(ServiceUnderTest.class)
class IdempotencyKeysIT {
  private final HiringServer server;
  private final Sql sql;
  private final String key = UUID.randomUUID().toString();

  IdempotencyKeysIT(HiringServer server, Sql sql) {
    this.server = server;
    this.sql = sql;
  }

  @BeforeEach
  void emptyTables() {
    sql.empty();
  }

  private Answer append(HiringServer to, String csv, String... options) {
    return to.send(
        "PUT",
        to.loadPath("departments", options) + "&append=true",
        BodyPublishers.ofString(csv),
        "Idempotency-Key",
        '"' + key + '"');
  }

  /** That it is the first answer again, but for the signature of the URL. */
  private static void assertReplayed(Answer second, Answer first) {
    assertThat(second.status()).as(second.text()).isEqualTo(200);
    assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    ObjectNode again = (ObjectNode) second.json();
    assertThat(again.get("rejects_url").asText()).startsWith("http");
    again.set("rejects_url", first.json().get("rejects_url"));
    assertThat(again).isEqualTo(first.json());
  }

  @Test
  void aRepeatedRequestGetsTheFirstAnswerAndLoadsNothing() {
    Answer first = append(server, "1,Sales\nx,bad\n").assertLoaded(2, 1, 0, 0, 1);
    sql.execute("DELETE FROM departments");

    assertReplayed(append(server, "1,Sales\nx,bad\n"), first);

    assertThat(sql.count("departments")).isZero();
  }

  @Test
  void anotherRequestWithTheSameKeyGets422() {
    append(server, "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);

    append(server, "2,Legal\n").assertProblem(422, "idempotency_key_reused");
    append(server, "1,Sales\n", "missing=reject").assertProblem(422, "idempotency_key_reused");

    assertThat(sql.rows("SELECT id FROM departments")).containsExactly("1");
  }

  @Test
  void aRefusedLoadIsRepeated() {
    append(server, "x,bad\n").assertProblem(422, "no_rows_accepted");

    append(server, "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);
  }

  @Test
  void aRepeatedRequestGets409WhileTheFirstRuns() throws IOException {
    String header = "Idempotency-Key: " + key + "\r\n";
    try (SlowLoad slow =
        SlowLoad.withHeaders(server, header, "departments", "append=true").send("1,Sales\n")) {
      Answer second = append(server, "1,Sales\n");

      second.assertProblem(409, "idempotency_key_in_use");
      assertThat(second.header("Retry-After")).matches("[0-9]+");
      slow.finish().assertLoaded(1, 1, 0, 0, 0);
    }
    assertThat(append(server, "1,Sales\n").header("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void anInterruptedLoadIsDoneByTheRepetition() throws IOException {
    String header = "Idempotency-Key: " + key + "\r\n";
    try (SlowLoad slow =
        SlowLoad.withHeaders(server, header, "departments", "append=true").send("1,Sales\n")) {
      append(server, "1,Sales\n").assertProblem(409, "idempotency_key_in_use");
      assertThat(slow).isNotNull();
    }

    Eventually.until("the repetition is done", () -> append(server, "1,Sales\n").status() == 200);

    assertThat(sql.rows("SELECT id FROM departments")).containsExactly("1");
  }

  @Test
  void keysAreValidOnAllInstancesAndAfterRestarts(@TempDir Path directory) {
    OwnService one = OwnService.start(directory.resolve("one"), Map.of());
    Answer first = append(one.server(), "1,Sales\nx,bad\n").assertLoaded(2, 1, 0, 0, 1);
    try (one;
        OwnService other = one.beside(directory.resolve("other"))) {
      append(other.server(), "2,Legal\n").assertProblem(422, "idempotency_key_reused");
      assertThat(append(other.server(), "1,Sales\nx,bad\n").json().get("load_id"))
          .isEqualTo(first.json().get("load_id"));
    }
    try (OwnService restarted = one.beside(directory.resolve("one"))) {
      assertReplayed(append(restarted.server(), "1,Sales\nx,bad\n"), first);
    }
    one.sql().drop(one.server().schema());
  }
}
