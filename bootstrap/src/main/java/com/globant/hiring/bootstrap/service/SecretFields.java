package com.globant.hiring.bootstrap.service;

import com.globant.hiring.bootstrap.settings.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a secret that is a JSON object. Methods fail with {@link IllegalArgumentException},
 * whose message continues "the secret NAME" and contains no part of the text.
 */
final class SecretFields {
  private static final int MAX_PORT = 65_535;

  private final JsonObject fields;

  private SecretFields(JsonObject fields) {
    this.fields = fields;
  }

  static SecretFields of(String text) {
    try {
      return new SecretFields(new JsonObject(text));
    } catch (DecodeException e) {
      throw new IllegalArgumentException("must hold a JSON object", e);
    }
  }

  /** A text that is not empty, without trailing newlines. */
  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw new IllegalArgumentException("must have a field " + name);
    }
    return text;
  }

  /** As {@link #text}; null if missing or empty. */
  @Nullable String optionalText(String name) {
    Object value = fields.getValue(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      String field = Secret.withoutLineEnd(text);
      return field.isEmpty() ? null : field;
    }
    throw new IllegalArgumentException("must have a text as its field " + name);
  }

  /** A port, as a number or text; null if missing. */
  @Nullable Integer optionalPort(String name) {
    Object value = fields.getValue(name);
    if (value == null) {
      return null;
    }
    try {
      int port = Integer.parseInt(value.toString());
      if (port >= 1 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw new IllegalArgumentException("must have a port, 1 to 65535, as its field " + name);
  }
}
