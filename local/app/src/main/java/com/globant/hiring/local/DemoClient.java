package com.globant.hiring.local;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads what is behind links. */
final class DemoClient {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  JsonObject json(URI uri) {
    return new JsonObject(send(HttpRequest.newBuilder(uri).build()));
  }

  /** Reads a CSV file with its header. */
  List<List<String>> csv(URI uri) {
    String file = send(HttpRequest.newBuilder(uri).build());
    return CsvReader.builder().ofCsvRecord(file).stream().map(CsvRecord::getFields).toList();
  }

  private String send(HttpRequest request) {
    try {
      HttpResponse<String> answer =
          client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "%s was answered with %d: %s".formatted(request, answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException("%s failed: %s".formatted(request, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(request + " was interrupted", e);
    }
  }
}
