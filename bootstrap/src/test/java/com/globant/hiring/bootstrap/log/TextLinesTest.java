package com.globant.hiring.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that would forge lines of a log or command the terminal that shows it. */
class TextLinesTest {
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger log = new LoggerContext().getLogger("com.example.Some");

  @BeforeEach
  void keepEvents() {
    events.start();
    log.addAppender(events);
  }

  static List<Integer> unsafe() {
    return Stream.of(
            IntStream.rangeClosed(0, 0x1f),
            IntStream.rangeClosed(0x7f, 0x9f),
            IntStream.of(0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0xfeff, 0xe0001),
            IntStream.rangeClosed(0x202a, 0x202e),
            IntStream.rangeClosed(0x2066, 0x2069),
            IntStream.of(0xd800, 0xdfff))
        .flatMap(IntStream::boxed)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("unsafe")
  void unsafeCharactersAreEscapedEverywhere(int codePoint) throws Exception {
    String bad = Character.toString(codePoint);
    String value = "a" + bad + "ERROR Some: forged";
    IllegalStateException failure =
        new IllegalStateException("outer" + value, new IllegalArgumentException("cause" + value));
    failure.addSuppressed(new ArithmeticException("suppressed" + value));

    log.atInfo()
        .addKeyValue("key" + bad, "value" + value)
        .addArgument("argument" + value)
        .setCause(failure)
        .log("message" + value + " {}");

    String text = written(new TextLines());
    assertThat(text.lines())
        .filteredOn(line -> !line.startsWith("\tat ") && !line.startsWith("\t... "))
        .filteredOn(line -> !line.startsWith("\t\tat ") && !line.startsWith("\t\t... "))
        .hasSize(4);
    assertThat(text.replace(System.lineSeparator(), "").replace("\t", ""))
        .doesNotContain(codePoint == '\t' ? "\u0000" : bad);
    assertThat(text)
        .contains("messagea\\", "argumenta\\", "key\\", "valuea\\")
        .contains("outera\\", "causea\\", "suppresseda\\");

    String json = written(new JsonLines());
    assertThat(json.strip()).doesNotContain(bad);
    JsonNode object = new ObjectMapper().readTree(json);
    boolean half = Character.getType(codePoint) == Character.SURROGATE;
    String kept = half ? "\ufffd" : bad;
    assertThat(object.get("message").asText()).startsWith("messagea" + kept);
    assertThat(object.get("key" + kept).asText()).isEqualTo("value" + value.replace(bad, kept));
  }

  @Test
  void otherTextIsUnchanged() {
    String text = "Zo\u00eb \u4e2d\u6587 \ud83d\ude00 \"C:\\temp\" a=b";

    log.info(text);

    assertThat(written(new TextLines())).contains(text);
  }

  private String written(Layout<ILoggingEvent> layout) {
    return layout.doLayout(events.list.get(0));
  }
}
