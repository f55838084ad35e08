package com.globant.hiring.bootstrap.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Log events as JSON, one flat object a line: timestamp (UTC), level, logger, thread, message, the
 * key-value pairs of the event with numbers as numbers, and the stack_trace of a failure.
 */
final class JsonLines extends LayoutBase<ILoggingEvent> {
  private final JsonFactory json = new JsonFactory();

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator object = json.createGenerator(line)) {
      write(event, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // JSON allows characters that control terminals.
    return Printable.escaped(line.toString()) + '\n';
  }

  private static void write(ILoggingEvent event, JsonGenerator object) throws IOException {
    object.writeStartObject();
    object.writeStringField("timestamp", event.getInstant().toString());
    object.writeStringField("level", event.getLevel().toString());
    object.writeStringField("logger", event.getLoggerName());
    object.writeStringField("thread", event.getThreadName());
    object.writeStringField("message", event.getFormattedMessage());
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        object.writeFieldName(pair.key);
        writeValue(pair.value, object);
      }
    }
    if (event.getThrowableProxy() != null) {
      object.writeStringField(
          "stack_trace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    object.writeEndObject();
  }

  private static void writeValue(@Nullable Object value, JsonGenerator object) throws IOException {
    if (value instanceof Integer || value instanceof Long) {
      object.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean truth) {
      object.writeBoolean(truth);
    } else if (value == null) {
      object.writeNull();
    } else {
      object.writeString(value.toString());
    }
  }
}
