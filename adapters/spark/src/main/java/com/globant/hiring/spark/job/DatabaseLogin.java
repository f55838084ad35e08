package com.globant.hiring.spark.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The account that a run uses in the database.
 *
 * @param user null for the one that the description names
 */
public record DatabaseLogin(@Nullable String user, String password) implements Serializable {
  /** Environment variable of the driver with the password. */
  static final String PASSWORD_VARIABLE = "HIRING_DATABASE_PASSWORD";

  /**
   * Setting of Spark with the content of a secret, which EMR Serverless puts there: a password, or
   * a JSON object of {@code username} and {@code password} as RDS makes it. Spark hides the values
   * of settings whose names contain "secret".
   */
  public static final String SECRET_SETTING = "spark.hiring.database.secret";

  private static final long serialVersionUID = 1L;

  /**
   * The account of a secret, else that of the environment.
   *
   * @param secret value of the setting; empty if there is none
   * @throws IllegalArgumentException if the secret cannot be used; the message has no part of it
   */
  public static DatabaseLogin of(String secret, Map<String, String> environment) {
    if (secret.isEmpty()) {
      return new DatabaseLogin(null, environment.getOrDefault(PASSWORD_VARIABLE, ""));
    }
    return secret.startsWith("{") ? ofJson(secret) : new DatabaseLogin(null, secret);
  }

  private static DatabaseLogin ofJson(String secret) {
    JsonNode fields;
    try {
      fields = JsonMapper.builder().build().readTree(secret);
    } catch (JacksonException invalid) {
      // Without the cause, whose message has a part of the secret.
      throw new IllegalArgumentException(SECRET_SETTING + " is no valid JSON");
    }
    if (!fields.path("username").isTextual() || !fields.path("password").isTextual()) {
      throw new IllegalArgumentException(
          SECRET_SETTING + " must have the texts username and password");
    }
    return new DatabaseLogin(
        fields.get("username").textValue(), fields.get("password").textValue());
  }

  @Override
  public String toString() {
    return "DatabaseLogin[user=" + user + "]";
  }
}
