package com.globant.hiring.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.globant.hiring.bootstrap.settings.Settings.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingTest {
  @Test
  void onlyAutoDependsOnTheTerminal() {
    assertThat(Logging.isJson(LogFormat.AUTO, true)).isFalse();
    assertThat(Logging.isJson(LogFormat.AUTO, false)).isTrue();
    assertThat(Logging.isJson(LogFormat.TEXT, false)).isFalse();
    assertThat(Logging.isJson(LogFormat.JSON, true)).isTrue();
  }

  @Test
  void aTextLineEndsWithTheKeyValuePairs() {
    LoggerContext context = new LoggerContext();
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    Logger log = context.getLogger("com.example.Some");
    log.addAppender(events);

    log.atInfo().addKeyValue("load_id", "x").addKeyValue("read", 5).log("load ended");
    log.info("nothing more");

    assertThat(events.list)
        .extracting(
            event ->
                new TextLines()
                    .doLayout(event)
                    .substring("2026-01-01 00:00:00.000 ".length())
                    .replace(System.lineSeparator(), ""))
        .containsExactly("INFO  Some: load ended load_id=x read=5", "INFO  Some: nothing more");
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/pts/3,true",
    "/dev/tty1,true",
    "/dev/console,true",
    "/dev/null,false",
    "pipe:[4711],false",
    "socket:[4711],false",
    "/var/log/hiring.log,false"
  })
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
  void aTerminalIsRecognisedByItsFile(String file, boolean terminal, @TempDir Path directory)
      throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("2"), Path.of(file));

    assertThat(Logging.isTerminal(link)).isEqualTo(terminal);
  }
}
