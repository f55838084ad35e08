package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A load whose body the test sends step by step. It sends {@code Expect: 100-continue}, which is
 * answered when the load has its locks, so that the test need not wait.
 */
final class SlowLoad implements AutoCloseable {
  private static final String GO_ON = "HTTP/1.1 100 Continue";

  private final HiringServer server;
  private final RawRequest request;
  private final String requestId;

  private SlowLoad(HiringServer server, RawRequest request, String requestId) {
    this.server = server;
    this.request = request;
    this.requestId = requestId;
  }

  /** Begins a load; when this returns, it holds its locks. */
  static SlowLoad begin(HiringServer server, String table, String... options) throws IOException {
    return withHeaders(server, "", table, options);
  }

  /**
   * As {@link #begin}.
   *
   * @param headers further ones, each with its line end
   */
  static SlowLoad withHeaders(HiringServer server, String headers, String table, String... options)
      throws IOException {
    SlowLoad load = requested(server, headers, table, options);
    assertThat(load.request.status()).isEqualTo(GO_ON);
    return load;
  }

  /** As {@link #begin}; null if the load is refused. */
  static @Nullable SlowLoad tryBegin(HiringServer server, String table, String... options)
      throws IOException {
    SlowLoad load = requested(server, "", table, options);
    if (load.request.status().equals(GO_ON)) {
      return load;
    }
    load.close();
    return null;
  }

  private static SlowLoad requested(
      HiringServer server, String headers, String table, String... options) throws IOException {
    RawRequest request = new RawRequest(server.base());
    String requestId = UUID.randomUUID().toString();
    request.send(
        "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nX-Request-Id: %s\r\n"
                .formatted(server.loadPath(table, options), requestId)
            + headers
            + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    return new SlowLoad(server, request, requestId);
  }

  /** The id of the load, as long as it runs. */
  String id() {
    for (JsonNode load : server.get("/loads?status=running&limit=1000").json().get("loads")) {
      if (load.get("request_id").asText().equals(requestId)) {
        return load.get("load_id").asText();
      }
    }
    throw new AssertionError("the load does not run");
  }

  SlowLoad send(String csv) throws IOException {
    request.send("%x\r\n%s\r\n".formatted(csv.length(), csv));
    return this;
  }

  /** Ends the body, and waits for the answer. */
  Answer finish() throws IOException {
    request.send("0\r\n\r\n");
    return answer();
  }

  /** Waits for the answer, whether the body has ended or not. */
  Answer answer() throws IOException {
    try (request) {
      return request.answer();
    }
  }

  /** Disconnects without ending the body. */
  @Override
  public void close() throws IOException {
    request.close();
  }
}
