package com.globant.hiring.datapackage;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** JSON as maps, lists, {@link String}, {@link Number}, {@link Boolean} and null. */
final class JsonTree {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonTree() {}

  /** The document; empty, with a fault found, if it is not JSON. */
  static Optional<Node> read(String text, Findings findings) {
    try (JsonParser json =
        MAPPER.createParser(text.startsWith("\uFEFF") ? text.substring(1) : text)) {
      if (json.nextToken() == null) {
        findings.fault("", "is empty; it must be a JSON object");
        return Optional.empty();
      }
      Node document = Node.root(json.readValueAs(Object.class), findings);
      if (json.nextToken() != null) {
        findings.fault("", "has more after its JSON object");
        return Optional.empty();
      }
      return Optional.of(document);
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

  static String write(Map<String, Object> object) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot write to memory", e);
    }
  }
}
