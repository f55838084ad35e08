package com.globant.hiring.client;

import com.globant.hiring.client.model.LoadOutcome;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends loads.
 *
 * @param schema of the tables, unless options name another; null to look it up
 * @param onlySchema finds the schema of a table
 */
record Uploads(Transport transport, @Nullable String schema, UnaryOperator<String> onlySchema) {
  /** For smaller files, waiting for the leave to send them takes longer than sending them. */
  private static final long SMALL_FILE = 64 * 1024;

  interface Body {
    BodyPublisher open() throws IOException;
  }

  /**
   * @param body opened for each attempt
   * @param size of the body in bytes, or -1 if it is not known
   */
  LoadOutcome send(
      String method, String table, Body body, long size, LoadOptions options, String contentType) {
    String target = target(table, options);
    String key =
        options.idempotencyKey() == null ? UUID.randomUUID().toString() : options.idempotencyKey();
    return transport.call(
        () -> {
          BodyPublisher publisher = body.open();
          Progress progress = options.progress();
          HttpRequest.Builder request =
              transport
                  .request(target, Transport.JSON)
                  .method(
                      method,
                      progress == null
                          ? publisher
                          : new MeasuredPublisher(publisher, size, progress))
                  // A refusal then does not cost sending the whole file.
                  .expectContinue(size < 0 || size > SMALL_FILE)
                  .setHeader("Content-Type", contentType)
                  .setHeader("Idempotency-Key", '"' + escaped(key) + '"');
          if (options.requestId() != null) {
            request.setHeader("X-Request-Id", options.requestId());
          }
          if (options.isAsync()) {
            request.setHeader("Prefer", "respond-async");
          }
          return transport.mapper().readValue(transport.text(request.build()), LoadOutcome.class);
        });
  }

  private static String escaped(String key) {
    return key.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private String target(String table, LoadOptions options) {
    StringBuilder query = new StringBuilder("db_migration?table=").append(Transport.encoded(table));
    if (!options.query().containsKey("schema")) {
      query
          .append("&schema=")
          .append(Transport.encoded(schema == null ? onlySchema.apply(table) : schema));
    }
    options
        .query()
        .forEach(
            (name, value) ->
                query.append('&').append(name).append('=').append(Transport.encoded(value)));
    return query.toString();
  }
}
