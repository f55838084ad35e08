package com.globant.hiring.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.client.api.ApiException;
import com.globant.hiring.client.model.Problem;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Repeats what may succeed later: lost connections, and answers with {@code Retry-After} or of a
 * gateway. For any thread.
 *
 * @param patience longest time to wait between the attempts of one call, in total
 */
record Retries(Duration patience, ObjectMapper mapper) {
  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /** Timeouts of a body, which a later attempt may not have. */
  private static final Set<String> SLOW_BODIES = Set.of("idle_body", "slow_body");

  private static final Set<Integer> GATEWAYS = Set.of(502, 503, 504);

  @FunctionalInterface
  interface Call<T> {
    T send() throws IOException, InterruptedException, ApiException;
  }

  /**
   * @param mayRepeat whether the call can be repeated at all
   */
  <T> T call(boolean mayRepeat, Call<T> call) {
    Duration left = mayRepeat ? patience : Duration.ZERO;
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
        failure = failure(answer);
        pause = pause(answer, failure, wait);
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

  private static HiringException lost(Throwable cause) {
    return new HiringException("the connection to the service failed: " + cause, cause);
  }

  private HiringException failure(ApiException answer) {
    if (answer.getCode() == 0) {
      return lost(answer.getCause() == null ? answer : answer.getCause());
    }
    try {
      Problem problem = mapper.readValue(String.valueOf(answer.getResponseBody()), Problem.class);
      if (problem.getCode() != null) {
        return new ProblemException(problem);
      }
    } catch (IOException noProblem) {
      answer.addSuppressed(noProblem);
    }
    return new HiringException("status %d without a problem".formatted(answer.getCode()), answer);
  }

  /** How long to wait before the next attempt; null if it would fail too. */
  private static @Nullable Duration pause(
      ApiException answer, HiringException failure, Duration wait) {
    HttpHeaders headers = answer.getResponseHeaders();
    if (headers != null && headers.firstValue("Retry-After").isPresent()) {
      try {
        return Duration.ofSeconds(Long.parseLong(headers.firstValue("Retry-After").orElseThrow()));
      } catch (NumberFormatException date) {
        return wait;
      }
    }
    if (failure instanceof ProblemException refused) {
      return SLOW_BODIES.contains(refused.code()) ? wait : null;
    }
    return answer.getCode() == 0 || GATEWAYS.contains(answer.getCode()) ? wait : null;
  }
}
