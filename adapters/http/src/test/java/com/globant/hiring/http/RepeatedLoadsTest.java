package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.application.record.Loads;
import com.globant.hiring.domain.report.HiringTables;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are repeated with an idempotency key, or answered before the load has ended. */
class RepeatedLoadsTest extends LoadsFixture {
  @Test
  void repeatedRequestGetsTheFirstAnswer() throws Exception {
    HttpResponse<String> first = keyed("\"a,b\\\"\"", DEPARTMENTS, "1,Sales\nx,bad\n");
    HttpResponse<String> second = keyed("\"a,b\\\"\"", DEPARTMENTS, "1,Sales\nx,bad\n");

    assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(second.statusCode()).isEqualTo(200);
    JsonObject again = json(second);
    assertThat(again.remove("rejects_url")).asString().startsWith("memory:");
    JsonObject original = json(first);
    original.remove("rejects_url");
    assertThat(again).isEqualTo(original);
    assertThat(loads(get("/loads"))).hasSize(1);
  }

  @Test
  void idempotencyKeyIsTheSameWithAndWithoutQuotes() throws Exception {
    keyed("import-17", DEPARTMENTS, "1,Sales\n");

    assertThat(
            keyed("\"import-17\"", DEPARTMENTS, "1,Sales\n")
                .headers()
                .firstValue("Idempotency-Replayed"))
        .contains("true");
  }

  @Test
  void otherRequestWithTheSameKeyGets422AndIsNotRecorded() throws Exception {
    keyed("key", DEPARTMENTS, "1,Sales\n");

    HttpResponse<String> body = keyed("key", DEPARTMENTS, "2,Legal\n");
    HttpResponse<String> parameters = keyed("key", DEPARTMENTS + "&append=true", "1,Sales\n");
    HttpResponse<String> delimiter = keyed("key", DEPARTMENTS + "&delimiter=,", "1,Sales\n");

    assertProblem(body, 422, "idempotency_key_reused");
    assertProblem(parameters, 422, "idempotency_key_reused");
    assertProblem(delimiter, 422, "idempotency_key_reused");
    assertThat(json(body).containsKey("load_id")).isFalse();
    assertThat(loads(get("/loads"))).hasSize(1);
  }

  @Test
  void repeatedRequestOfARunningLoadGets409WithRetryAfter() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<HttpResponse<String>> load =
        client.sendAsync(
            request("PUT", DEPARTMENTS, SlowBody.until(goOn), "Idempotency-Key", "key"),
            BodyHandlers.ofString());
    runningId();

    HttpResponse<String> second = keyed("key", DEPARTMENTS, "1,Sales\n");

    assertProblem(second, 409, "idempotency_key_in_use");
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    goOn.countDown();
    assertThat(load.join().statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"open", "a b", "\"\"", "a,b"})
  void malformedIdempotencyKeyGets400(String key) throws Exception {
    HttpResponse<String> refused = keyed(key, DEPARTMENTS, "1,Sales\n");

    assertProblem(refused, 400, "invalid_parameter");
    assertThat(json(refused).getString("detail")).containsIgnoringCase("idempotency-key");
    assertThat(json(refused).getString("detail")).contains(key);
  }

  @Test
  void twoIdempotencyKeysGet400() throws Exception {
    assertProblem(
        send("PUT", DEPARTMENTS, "1,a\n", "Idempotency-Key", "a", "Idempotency-Key", "b"),
        400,
        "invalid_parameter");
  }

  @Test
  void respondAsyncGets202AfterTheBodyAndTheLoadContinues() throws Exception {
    CompletableFuture<Void> commit = hiring.holdCommits();

    HttpResponse<String> accepted =
        send("PUT", DEPARTMENTS, "1,Sales\n", "Prefer", "wait=5, Respond-Async");

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(accepted.headers().firstValue("Preference-Applied")).contains("respond-async");
    String location = accepted.headers().firstValue("Location").orElseThrow();
    assertThat(location).isEqualTo("/loads/" + id(accepted));
    assertThat(json(accepted).getString("status")).isEqualTo("running");
    assertThat(json(get(location)).getString("status")).isEqualTo("running");
    CompletableFuture<Void> drained = adapter.drain().toCompletableFuture();
    assertThat(drained).isNotDone();
    commit.complete(null);
    drained.join();
    assertThat(json(get(location)).getString("status")).isEqualTo("committed");
    assertThat(hiring.tables().rows("hiring", HiringTables.DEPARTMENTS)).hasSize(1);
  }

  @Test
  void problemOfAnAsynchronousLoadIsOnlyInItsRecord() throws Exception {
    HttpResponse<String> accepted =
        send("PUT", DEPARTMENTS, "x,bad\n", "Prefer", "respond-async;x=\",\"");

    assertThat(accepted.statusCode()).isEqualTo(202);
    assertThat(json(accepted).getString("status")).isEqualTo("running");
    Loads.eventually(
        () ->
            assertThat(getNow("/loads/" + id(accepted)).body())
                .contains("\"status\":\"failed\"")
                .contains("\"code\":\"no_rows_accepted\""));
  }

  @Test
  void problemOfTheBodyIsAnsweredDespiteRespondAsync() throws Exception {
    assertProblem(
        send(
            "PUT",
            DEPARTMENTS,
            "1,Sales\n",
            "Prefer",
            "respond-async",
            "Content-Digest",
            "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"),
        400,
        "digest_mismatch");
    assertProblem(
        send("PUT", DEPARTMENTS + "s", "1,Sales\n", "Prefer", "respond-async"),
        404,
        "unknown_table");
  }

  @Test
  void replayOfAnAsynchronousLoadGetsTheOutcome() throws Exception {
    keyed("key", DEPARTMENTS, "1,Sales\n");

    HttpResponse<String> again =
        send("PUT", DEPARTMENTS, "1,Sales\n", "Prefer", "respond-async", "Idempotency-Key", "key");

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
  }

  @Test
  void respondAsyncWithoutARecordGetsTheOutcome() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<HttpResponse<String>> load =
        client.sendAsync(
            request("PUT", DEPARTMENTS, SlowBody.until(goOn), "Prefer", "respond-async"),
            BodyHandlers.ofString());
    runningId();
    hiring.records().setUnavailable(true);
    goOn.countDown();

    assertThat(load.join().statusCode()).isEqualTo(200);
    hiring.records().setUnavailable(false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"respond-asynchronously", "x=\"a, respond-async\"", "respond-async=yes", "wait=1"})
  void otherPreferencesAreIgnored(String preference) throws Exception {
    HttpResponse<String> answer = send("PUT", DEPARTMENTS, "1,Sales\n", "Prefer", preference);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Preference-Applied")).isEmpty();
  }

  private HttpResponse<String> keyed(String key, String path, String csv) throws Exception {
    return send("PUT", path, csv, "Idempotency-Key", key);
  }
}
