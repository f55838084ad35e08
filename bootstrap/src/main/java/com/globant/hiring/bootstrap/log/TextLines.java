package com.globant.hiring.bootstrap.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.slf4j.event.KeyValuePair;

/**
 * Log events as text: a line of time, level, logger, message and key-value pairs, then the stack
 * trace of a failure. All values are escaped by {@link Printable}, so that no value can begin a
 * line.
 */
final class TextLines extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS ").withZone(ZoneId.systemDefault());

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(200);
    TIME.formatTo(event.getInstant(), line);
    String logger = event.getLoggerName();
    line.append("%-5s ".formatted(event.getLevel()))
        .append(Printable.escaped(logger.substring(logger.lastIndexOf('.') + 1)))
        .append(": ")
        .append(Printable.escaped(String.valueOf(event.getFormattedMessage())));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        line.append(' ').append(Printable.escaped(pair.key + "=" + pair.value));
      }
    }
    line.append(System.lineSeparator());
    if (event.getThrowableProxy() != null) {
      append("", 1, event.getThrowableProxy(), line);
    }
    return line.toString();
  }

  private static void append(
      String prefix, int indent, IThrowableProxy failure, StringBuilder text) {
    String message = failure.getMessage() == null ? "" : ": " + failure.getMessage();
    text.append("\t".repeat(indent - 1))
        .append(prefix)
        .append(failure.getClassName())
        .append(Printable.escaped(message))
        .append(System.lineSeparator());
    ThrowableProxyUtil.subjoinSTEPArray(text, indent, failure);
    for (IThrowableProxy suppressed : failure.getSuppressed()) {
      append("Suppressed: ", indent + 1, suppressed, text);
    }
    if (failure.getCause() != null) {
      append("Caused by: ", indent, failure.getCause(), text);
    }
  }
}
