package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Damaged bodies, sent to every decoder and parser of a real service: each is loaded or refused,
 * and the answer does not depend on the chunks in which the body arrives.
 *
 * <p>{@code -Dhiring.fuzz.bodies=20000} sends more bodies, {@code -Dhiring.fuzz.seed=…} other ones.
 */
@ExtendWith(ServiceUnderTest.class)
class DamagedBodiesIT {
  private static final int BODIES = Integer.getInteger("hiring.fuzz.bodies", 120);
  private static final long SEED = Long.getLong("hiring.fuzz.seed", 1);

  /** Pieces that parsers, decoders and databases often mishandle. */
  private static final List<String> PIECES =
      List.of(
          "\"",
          "\"\"",
          ",",
          "\n",
          "\r",
          "\r\n",
          "\0",
          "\ufeff",
          "\u2028",
          "'",
          "\\",
          "\\N",
          "NULL",
          "[",
          "{",
          "}",
          "]",
          ":",
          "1e3",
          "-0",
          "2147483648",
          "2021-02-30T00:00:00Z",
          "\ud83d\ude80",
          "id,department\n",
          "=cmd()",
          "; DROP TABLE jobs",
          "\u0085",
          "\t",
          " ",
          "--part\r\n");

  private final Random random = new Random(SEED);
  private final HiringServer server;

  DamagedBodiesIT(HiringServer server) {
    this.server = server;
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares it
  private record Kind(String headers, byte[] body) {}

  @Test
  void damagedBodiesGiveTheSameOutcomeForEveryChunking() throws IOException {
    for (int i = 0; i < BODIES; i++) {
      Kind kind = kind();
      String path = path();
      Answer whole = send(path, kind, kind.body().length);
      Answer cut = send(path, kind, 1 + random.nextInt(20));

      assertThat(whole.status())
          .as("seed %d, body %d: %s", SEED, i, whole.text())
          .isIn(200, 400, 413, 415, 422);
      assertThat(comparable(cut))
          .as("seed %d, body %d, %s", SEED, i, kind.headers())
          .isEqualTo(comparable(whole));
    }
  }

  private Kind kind() {
    byte[] csv = damaged("1,Sales\n2,\"Le\"\"gal\"\n3,\n4,Ventas Perú\n\n5,a b\n".getBytes(UTF_8));
    return switch (random.nextInt(6)) {
      case 0 -> new Kind("Content-Type: text/csv\r\n", csv);
      case 1 -> {
        String charset =
            List.of("utf-8", "windows-1252", "utf-16", "shift_jis").get(random.nextInt(4));
        yield new Kind("Content-Type: text/csv; charset=" + charset + "\r\n", csv);
      }
      case 2 -> new Kind("Content-Encoding: gzip\r\n", SendingMode.gzip(csv));
      case 3 -> new Kind("Content-Encoding: gzip\r\n", damaged(SendingMode.gzip(csv)));
      case 4 ->
          new Kind(
              "Content-Type: multipart/form-data; boundary=part\r\n",
              damaged(
                  ("--part\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n"
                          + new String(csv, ISO_8859_1)
                          + "\r\n--part--\r\n")
                      .getBytes(ISO_8859_1)));
      default ->
          new Kind(
              "Content-Type: application/json\r\n",
              damaged(
                  "[{\"id\":1,\"department\":\"Sales\"},{\"id\":2,\"department\":null}]"
                      .getBytes(UTF_8)));
    };
  }

  private String path() {
    return server.loadPath(
        "departments",
        "dry_run=true",
        "append=true",
        "on_duplicate=" + List.of("reject", "ignore", "update").get(random.nextInt(3)),
        "missing=" + (random.nextBoolean() ? "null" : "reject"),
        "header=" + List.of("auto", "present", "absent").get(random.nextInt(3)));
  }

  /** A few bytes changed, put in or taken out, or none. */
  private byte[] damaged(byte[] good) {
    byte[] bytes = good;
    for (int damages = random.nextInt(5); damages > 0; damages--) {
      int from = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, from + random.nextInt(4));
      byte[] piece = new byte[random.nextInt(4)];
      random.nextBytes(piece);
      if (random.nextBoolean()) {
        piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
      }
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      changed.write(bytes, 0, from);
      changed.writeBytes(piece);
      changed.write(bytes, to, bytes.length - to);
      bytes = changed.toByteArray();
    }
    return bytes;
  }

  private Answer send(String path, Kind kind, int pieceLength) throws IOException {
    try (RawRequest request = new RawRequest(server.base())) {
      request.send(
          "POST %s HTTP/1.1\r\nHost: localhost\r\n%sTransfer-Encoding: chunked\r\n\r\n"
              .formatted(path, kind.headers()));
      byte[] body = kind.body();
      for (int from = 0; from < body.length; from += pieceLength) {
        int size = Math.min(pieceLength, body.length - from);
        request.send(Integer.toHexString(size) + "\r\n").send(body, from, size).send("\r\n");
      }
      return request.send("0\r\n\r\n").answer();
    }
  }

  /** Without what no two answers have in common. */
  private static ObjectNode comparable(Answer answer) {
    ObjectNode json = ((ObjectNode) answer.json()).put("status_line", answer.status());
    return json.remove(List.of("load_id", "request_id", "elapsed_ms", "rejects_url"));
  }
}
