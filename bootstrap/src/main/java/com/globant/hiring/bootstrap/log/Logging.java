package com.globant.hiring.bootstrap.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import com.globant.hiring.bootstrap.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Help.Ansi;

/** Configures the log by the settings; logback.xml has the levels of libraries. */
public final class Logging {
  private static final String OURS = "com.globant.hiring";

  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Logging() {}

  /** Sets format and level. */
  public static void obey(Settings.Log settings) {
    setLevel(settings.level());
    LoggerContext context = context();
    ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
    standardError.setContext(context);
    standardError.setTarget("System.err");
    standardError.setEncoder(
        encoder(
            isJson(settings.format(), isTerminal(STANDARD_ERROR))
                ? new JsonLines()
                : new TextLines(),
            context));
    standardError.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(standardError);
  }

  private static Encoder<ILoggingEvent> encoder(
      Layout<ILoggingEvent> layout, LoggerContext context) {
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setLayout(layout);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  /** Sets the level of the service's own loggers. */
  private static void setLevel(Settings.LogLevel level) {
    Logger ours = context().getLogger(OURS);
    ours.setLevel(Level.valueOf(level.name()));
  }

  static boolean isJson(Settings.LogFormat format, boolean terminal) {
    return switch (format) {
      case TEXT -> false;
      case JSON -> true;
      case AUTO -> !terminal;
    };
  }

  /**
   * Whether a stream is a terminal.
   *
   * @param stream the link to its file; without such links the answer is guessed from the
   *     environment, since the JDK cannot tell for standard error
   */
  static boolean isTerminal(Path stream) {
    try {
      String file = Files.readSymbolicLink(stream).toString();
      return file.startsWith("/dev/pts/")
          || file.startsWith("/dev/tty")
          || file.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return Ansi.AUTO.enabled();
    }
  }

  private static LoggerContext context() {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    return (LoggerContext) factory;
  }
}
