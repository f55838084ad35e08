package com.globant.hiring.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A client of a running service. */
final class HiringServer {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String schema;

  HiringServer(URI base, String schema) {
    this.base = base;
    this.schema = schema;
  }

  String schema() {
    return schema;
  }

  URI base() {
    return base;
  }

  /** Loads CSV text into a table; {@code options} are further parts of the query, or empty. */
  Answer load(String table, String csv, String... options) {
    return send("POST", loadPath(table, options), csv, "text/csv");
  }

  Answer load(String table, byte[] body, String contentType, String... options) {
    return send(
        "POST",
        loadPath(table, options),
        BodyPublishers.ofByteArray(body),
        "Content-Type",
        contentType);
  }

  /** Streams a body of unknown length, as chunked transfer coding. */
  Answer stream(String table, Supplier<InputStream> body, String... options) {
    return send(
        "PUT",
        loadPath(table, options),
        BodyPublishers.ofInputStream(body),
        "Content-Type",
        "text/csv");
  }

  String loadPath(String table, String... options) {
    StringBuilder path = new StringBuilder("/db_migration?schema=" + schema + "&table=" + table);
    for (String option : options) {
      path.append('&').append(option);
    }
    return path.toString();
  }

  Answer send(String method, String path, String body, String contentType) {
    return send(
        method,
        path,
        BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)),
        "Content-Type",
        contentType);
  }

  Answer get(String path, String... headers) {
    return send("GET", path, BodyPublishers.noBody(), headers);
  }

  Answer send(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return exchange(request.build());
  }

  /** Reads any URL, such as a presigned one. */
  Answer fetch(String url) {
    return exchange(HttpRequest.newBuilder(URI.create(url)).build());
  }

  private Answer exchange(HttpRequest request) {
    try {
      HttpResponse<String> response =
          client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      return Answer.of(response);
    } catch (IOException e) {
      throw new AssertionError(request + " failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
