package com.globant.hiring.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoClientTest {
  private final HttpServer server;
  private final URI base;
  private final DemoClient client = new DemoClient();

  DemoClientTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @BeforeEach
  void start() {
    answer("/file", 200, "id,name\r\n1,\"Ana, Zoë\"\r\n");
    answer("/busy", 409, "{\"code\": \"table_busy\"}");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aFileIsReadWithItsHeader() {
    assertThat(client.csv(base.resolve("/file")))
        .isEqualTo(List.of(List.of("id", "name"), List.of("1", "Ana, Zoë")));
  }

  @Test
  void anErrorAnswerIsReportedComplete() {
    assertThatThrownBy(() -> client.json(base.resolve("/busy")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("GET", "/busy", "409", "table_busy");
  }

  @Test
  void anUnreachableServerIsReported() {
    server.stop(0);

    assertThatThrownBy(() -> client.json(base.resolve("/file")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("/file", "failed");
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
  }
}
