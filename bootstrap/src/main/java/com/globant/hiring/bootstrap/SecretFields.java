package com.globant.hiring.bootstrap;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a secret that is a JSON object; others than those that are asked for are no matter.
 * Fails with {@link IllegalArgumentException}, whose message goes on after "the secret NAME" and
 * has no part of the text.
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

  /** A text that is not empty, without the newline at its end that a file may have left. */
  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw new IllegalArgumentException("must have a field " + name);
    }
    return text;
  }

  /** The same; null where there is none. */
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

  /** A port, as a number or its digits; null where there is none. */
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
      // Told below.
    }
    throw new IllegalArgumentException("must have a port, 1 to 65535, as its field " + name);
  }
}
