package com.globant.hiring.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that send too slowly, and bodies that unpack to too much. */
class LimitsIT {
  @Test
  void aClientThatStopsSendingIsToldAndItsLoadUndone(@TempDir Path directory) throws Exception {
    try (OwnService service =
        OwnService.start(directory, Map.of("HIRING_LIMITS_IDLE_SECONDS", "2"))) {
      HiringServer server = service.server();
      service.sql().empty();
      server.load("departments", "1,Sales\n").assertLoaded(1, 1, 0, 0, 0);

      Answer answer = SlowLoad.begin(server, "departments").send("2,Legal\n").answer();

      answer.assertProblem(408, "idle_body").assertDetailContains("2 s", "limits.idle_seconds");
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(service.sql().rows("SELECT id, department FROM departments"))
          .containsExactly("1|Sales");
      server.load("departments", "3,Finance\n").assertLoaded(1, 1, 0, 0, 0);
    }
  }

  @Test
  void aLoadThatTakesTooLongIsUndone(@TempDir Path directory) throws Exception {
    try (OwnService service =
        OwnService.start(directory, Map.of("HIRING_LIMITS_LOAD_SECONDS", "2"))) {
      HiringServer server = service.server();
      service.sql().empty();

      Answer answer = SlowLoad.begin(server, "departments").send("2,Legal\n").answer();

      answer.assertProblem(408, "load_timeout").assertDetailContains("limits.load_seconds");
      assertThat(service.sql().count("departments")).isZero();
      server.load("departments", "3,Finance\n").assertLoaded(1, 1, 0, 0, 0);
    }
  }

  /** A gibibyte of blank lines in a mebibyte of gzip. */
  @Test
  void aBombIsToldBeforeItGoesOff(@TempDir Path directory) throws Exception {
    byte[] member = blankLines(64 << 20);
    try (OwnService service = OwnService.start(directory, Map.of())) {
      HiringServer server = service.server();
      service.sql().empty();

      Answer answer =
          server.send(
              "PUT",
              server.loadPath("departments"),
              BodyPublishers.ofInputStream(() -> repeated(member, 16)),
              "Content-Encoding",
              "gzip");

      answer
          .assertProblem(413, "body_too_large")
          .assertDetailContains("limits.max_expansion_ratio");
      assertThat(service.sql().count("departments")).isZero();
    }
  }

  private static InputStream repeated(byte[] bytes, int times) {
    return new SequenceInputStream(
        Collections.enumeration(
            Stream.generate(() -> new ByteArrayInputStream(bytes)).limit(times).toList()));
  }

  private static byte[] blankLines(int bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] block = "\n".repeat(1 << 20).getBytes(UTF_8);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (int written = 0; written < bytes; written += block.length) {
        gzip.write(block);
      }
    }
    return out.toByteArray();
  }
}
