package com.globant.hiring.datapackage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, {@link String}, {@link BigDecimal}, {@link Boolean} and {@link #NULL}.
 * Jackson reads and writes the characters.
 */
final class JsonTree {
  /** The null of JSON. */
  static final Object NULL = new Object();

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private JsonTree() {}

  /** The document; empty, with a fault found, if it is not JSON. */
  static Optional<Object> read(String text, Findings findings) {
    try (JsonParser json =
        FACTORY.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
      json.nextToken();
      if (json.currentToken() == null) {
        findings.fault("", "is empty; it must be a JSON object");
        return Optional.empty();
      }
      Object value = value(json);
      if (json.nextToken() != null) {
        findings.fault("", "has more after its JSON object");
        return Optional.empty();
      }
      return Optional.of(value);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      findings.fault(
          "",
          e.getOriginalMessage().startsWith("Duplicate field")
              ? "names a property twice at line %d, column %d"
                  .formatted(at.getLineNr(), at.getColumnNr())
              : "is not JSON at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()));
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read from memory", e);
    }
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, value(json));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(json));
        }
        yield array;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      default -> json.getText();
    };
  }

  static String write(Map<String, Object> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      write(json, object);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to memory", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : object.entrySet()) {
        json.writeFieldName((String) member.getKey());
        write(json, member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> array) {
      json.writeStartArray();
      for (Object element : array) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Number number) {
      json.writeNumber(new BigDecimal(number.toString()));
    } else {
      json.writeString((String) value);
    }
  }
}
