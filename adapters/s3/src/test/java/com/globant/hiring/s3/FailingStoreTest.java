package com.globant.hiring.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.file.CsvFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that are dead in one way or another. */
class FailingStoreTest {
  private static final Duration SILENCE = Duration.ofMillis(300);

  @Test
  void unreachableStoreIsReported(@TempDir Path directory) throws Exception {
    try (Socket nobody = notListening();
        S3Adapter adapter = adapter(endpoint(nobody.getLocalPort()))) {
      assertThat(refusal(adapter.ping())).contains("cannot be reached");
      assertThat(refusal(adapter.reportStore().put("a.csv", "a.csv", file(directory))))
          .contains("cannot be reached")
          .doesNotContain(Integer.toString(nobody.getLocalPort()));
    }
  }

  @Test
  void silentStoreIsReported(@TempDir Path directory) throws Exception {
    try (ServerSocket silent = listen();
        S3Adapter adapter = adapter(endpoint(silent.getLocalPort()), SILENCE)) {
      // The system accepts connections, and no one reads from them.
      refusal(adapter.ping());
      refusal(adapter.reportStore().put("a.csv", "a.csv", file(directory)));
    }
  }

  @Test
  void failingStoreIsRetriedAndThenReported() throws Exception {
    byte[] slowDown =
        "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(US_ASCII);
    try (BrokenServer failing = new BrokenServer(slowDown);
        S3Adapter adapter = adapter(failing.endpoint())) {
      assertThat(refusal(adapter.ping())).contains("503");

      assertThat(failing.requests()).isEqualTo(3);
    }
  }

  @Test
  void storeThatClosesConnectionsIsReported() throws Exception {
    try (BrokenServer rude = new BrokenServer(new byte[0]);
        S3Adapter adapter = adapter(rude.endpoint())) {
      assertThat(refusal(adapter.ping())).contains("cannot be reached");

      assertThat(rude.requests()).isEqualTo(3);
    }
  }

  @Test
  void bucketInAnotherRegionIsReported() throws Exception {
    byte[] moved =
        "HTTP/1.1 301 Moved Permanently\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(US_ASCII);
    try (BrokenServer elsewhere = new BrokenServer(moved);
        S3Adapter adapter = adapter(elsewhere.endpoint())) {
      assertThat(refusal(adapter.ping())).contains("storage.region");
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** Reserves a port that refuses connections. */
  private static Socket notListening() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return socket;
  }

  private static CsvFile file(Path directory) throws IOException {
    return new CsvFile(
        Files.writeString(directory.resolve("a.csv"), "id\r\n"), 4, "00".repeat(32), 0);
  }

  private static URI endpoint(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Patient, so that a busy machine does not pass for a silent store. */
  private static S3Adapter adapter(URI endpoint) {
    return adapter(endpoint, Duration.ofMinutes(1));
  }

  private static S3Adapter adapter(URI endpoint, Duration silence) {
    return S3Adapter.open(
        new S3Settings(
            "bucket",
            "us-east-1",
            endpoint,
            new S3Settings.Keys("access", "secret"),
            null,
            "",
            Duration.ofHours(1),
            silence),
        Clock.systemUTC());
  }

  private static String refusal(CompletionStage<?> stage) {
    ExecutionException thrown =
        catchThrowableOfType(
            ExecutionException.class, () -> stage.toCompletableFuture().get(1, TimeUnit.MINUTES));
    assertThat(thrown).hasCauseInstanceOf(Refused.class);
    Refused refused = (Refused) requireNonNull(thrown.getCause());
    assertThat(refused.code()).isEqualTo(RefusalCode.STORAGE_UNAVAILABLE);
    assertThat(refused).hasCauseInstanceOf(Exception.class);
    return refused.detail();
  }
}
