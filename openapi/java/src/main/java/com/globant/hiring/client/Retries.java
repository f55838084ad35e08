package com.globant.hiring.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.client.api.ApiException;
import com.globant.hiring.client.model.Problem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what may succeed later: lost connections, and answers with {@code Retry-After} or of a
 * gateway. For any thread.
 *
 * @param service for messages
 * @param patience longest time to wait between the attempts of one call, in total
 * @param listener learns of each wait
 */
record Retries(URI service, Duration patience, ObjectMapper mapper, RetryListener listener) {
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /** Timeouts of a body, which a later attempt may not have. */
  private static final Set<String> SLOW_BODIES = Set.of("idle_body", "slow_body");

  private static final Set<Integer> GATEWAYS = Set.of(502, 503, 504);

  @FunctionalInterface
  interface Call<T> {
    T send() throws IOException, InterruptedException, ApiException;
  }

  <T> T call(Call<T> call) {
    Duration left = patience;
    Duration wait = FIRST_WAIT;
    while (true) {
      HiringException failure;
      Duration pause;
      try {
        return call.send();
      } catch (ApiException answer) {
        if (answer.getCause() instanceof InterruptedException) {
          throw new HiringException("interrupted", answer);
        }
        pause = pause(answer, wait);
        failure = failure(answer, pause != null);
      } catch (IOException lost) {
        failure = lost(lost);
        pause = wait;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new HiringException("interrupted", interrupted);
      }
      if (pause == null || pause.compareTo(left) > 0) {
        throw failure;
      }
      listener.waiting(failure, pause);
      sleep(pause, failure);
      left = left.minus(pause);
      if (pause.equals(wait)) {
        wait = min(wait.multipliedBy(2), LONGEST_WAIT);
      }
    }
  }

  private static void sleep(Duration pause, HiringException failure) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private HiringException lost(Throwable cause) {
    String reason = cause.getMessage();
    if (reason == null) {
      reason = cause instanceof ConnectException ? "not reachable" : cause.toString();
    }
    return new HiringException(
        "the connection to %s failed: %s".formatted(service, reason), cause, true);
  }

  private HiringException failure(ApiException answer, boolean temporary) {
    if (answer.getCode() == 0) {
      return lost(answer.getCause() == null ? answer : answer.getCause());
    }
    Problem problem = problem(answer);
    return problem == null
        ? new HiringException(
            "status %d without a problem".formatted(answer.getCode()), answer, temporary)
        : new ProblemException(problem, temporary);
  }

  private @Nullable Problem problem(ApiException answer) {
    try {
      Problem problem = mapper.readValue(String.valueOf(answer.getResponseBody()), Problem.class);
      return problem.getCode() == null ? null : problem;
    } catch (IOException noProblem) {
      answer.addSuppressed(noProblem);
      return null;
    }
  }

  /** How long to wait before the next attempt; null if it would fail too. */
  private @Nullable Duration pause(ApiException answer, Duration wait) {
    HttpHeaders headers = answer.getResponseHeaders();
    if (headers != null && headers.firstValue("Retry-After").isPresent()) {
      try {
        return Duration.ofSeconds(Long.parseLong(headers.firstValue("Retry-After").orElseThrow()));
      } catch (NumberFormatException date) {
        return wait;
      }
    }
    Problem problem = answer.getCode() == 0 ? null : problem(answer);
    if (problem != null) {
      return SLOW_BODIES.contains(problem.getCode()) ? wait : null;
    }
    return answer.getCode() == 0 || GATEWAYS.contains(answer.getCode()) ? wait : null;
  }
}
