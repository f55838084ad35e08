package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/**
 * A load whose body comes when the test wants it to. It asks with {@code Expect: 100-continue},
 * which is answered only when the load has its locks, so that nothing needs to be waited for.
 */
final class SlowLoad implements AutoCloseable {
  private final RawRequest request;

  private SlowLoad(RawRequest request) {
    this.request = request;
  }

  /** Begins a load; when this returns, it holds its locks. */
  static SlowLoad begin(HiringServer server, String table, String... options) throws IOException {
    RawRequest request = new RawRequest(server.base());
    request.send(
        "PUT %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                .formatted(server.loadPath(table, options))
            + "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    assertThat(request.status()).isEqualTo("HTTP/1.1 100 Continue");
    return new SlowLoad(request);
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

  /** Goes away without ending the body. */
  @Override
  public void close() throws IOException {
    request.close();
  }
}
