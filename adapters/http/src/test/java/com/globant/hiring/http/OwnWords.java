package com.globant.hiring.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.http.answer.Problem;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;

/** What problems must not say: the words of libraries, and what only programmers read. */
public final class OwnWords {
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(?i)java\\.|javax|exception|\\bio\\.|netty|vert\\.?x|jackson|fasterxml|codec|jsonread"
              + "|stack ?trace|regex|pattern|\\^\\[|\\[0-9|\\{\\d+,|\\bnull pointer"
              + "|validation error|parsing error|provided string|value should|decoder|uri scheme");

  private OwnWords() {}

  /**
   * Fails unless an answer is a problem document without such words.
   *
   * @param mediaType of the answer
   * @return the document
   */
  public static JsonObject ofProblem(String mediaType, String body) {
    assertThat(mediaType).as(body).isEqualTo(Problem.MEDIA_TYPE);
    JsonObject problem = new JsonObject(body);
    assertThat(problem.fieldNames())
        .contains("type", "title", "status", "detail", "code", "request_id");
    assertThat(problem.getString("detail")).isNotBlank();
    assertThat(FOREIGN.matcher(body).find()).as(body).isFalse();
    return problem;
  }
}
