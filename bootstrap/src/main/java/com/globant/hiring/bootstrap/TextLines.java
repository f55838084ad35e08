package com.globant.hiring.bootstrap;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Events of the log as text to be read: a line of time, level, logger, message and key-value pairs,
 * then the stack trace of a failure. Whatever a value holds, it is {@link Printable}: only this
 * class begins lines.
 */
final class TextLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS ").withZone(ZoneId.systemDefault());

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
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
      line.append(ThrowableProxyUtil.asString(new PrintableFailure(event.getThrowableProxy())));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  /** A failure whose message, and those of its causes, are on one line each. */
  private record PrintableFailure(IThrowableProxy failure) implements IThrowableProxy {
    @Override
    public @Nullable String getMessage() {
      return failure.getMessage() == null ? null : Printable.escaped(failure.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
      String message = failure.getOverridingMessage();
      return message == null ? null : Printable.escaped(message);
    }

    @Override
    public String getClassName() {
      return failure.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return failure.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return failure.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
      return failure.getCause() == null ? null : new PrintableFailure(failure.getCause());
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      return Stream.of(failure.getSuppressed())
          .map(PrintableFailure::new)
          .toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
      return failure.isCyclic();
    }
  }
}
