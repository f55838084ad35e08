package com.globant.hiring.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/** An answer of the service. */
record Answer(int status, Map<String, String> headers, String text) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Answer of(HttpResponse<String> response) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
    return new Answer(response.statusCode(), headers, response.body());
  }

  /** The first header of this name; empty if there is none. */
  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  JsonNode json() {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /** Asserts that it is a load report with these counts. */
  Answer assertLoaded(int read, int inserted, int updated, int ignored, int rejected) {
    assertThat(status()).as(text()).isEqualTo(200);
    JsonNode rows = json().get("rows");
    assertThat(
            new int[] {
              rows.get("read").asInt(),
              rows.get("inserted").asInt(),
              rows.get("updated").asInt(),
              rows.get("ignored").asInt(),
              rows.get("rejected").asInt()
            })
        .as("read, inserted, updated, ignored, rejected of %s", text())
        .containsExactly(read, inserted, updated, ignored, rejected);
    return this;
  }

  Answer assertStatus(int expected) {
    assertThat(status()).as(text()).isEqualTo(expected);
    return this;
  }

  /** Asserts that it is a complete problem of this kind. */
  Answer assertProblem(int status, String code) {
    assertThat(status()).as(text()).isEqualTo(status);
    assertThat(header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.get("code").asText()).as(text()).isEqualTo(code);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("type").asText()).endsWith(code);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).isNotBlank();
    assertThat(problem.get("request_id").asText()).isEqualTo(header("X-Request-Id")).isNotEmpty();
    return this;
  }

  Answer assertDetailContains(CharSequence... parts) {
    assertThat(json().get("detail").asText()).contains(parts);
    return this;
  }

  /** The code of a row's error, by its position. */
  String errorCode(int index) {
    return json().at("/errors/" + index + "/code").asText();
  }
}
