package com.globant.hiring.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class JsonLinesTest {
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger log = context.getLogger("com.example.Some");

  @BeforeEach
  void keepEvents() {
    events.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(events);
  }

  @Test
  void keyValuePairsAreFieldsOfAFlatObject() throws Exception {
    Instant before = Instant.now().minusMillis(1);

    log.atInfo().addKeyValue("load_id", "x").addKeyValue("read", 5L).log("load {}", "ended");

    JsonNode object = written();
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .containsExactly("timestamp", "level", "logger", "thread", "message", "load_id", "read");
    assertThat(Instant.parse(object.get("timestamp").asText())).isAfter(before);
    assertThat(object.get("level").asText()).isEqualTo("INFO");
    assertThat(object.get("logger").asText()).isEqualTo("com.example.Some");
    assertThat(object.get("message").asText()).isEqualTo("load ended");
    assertThat(object.get("load_id").asText()).isEqualTo("x");
    assertThat(object.get("read").isNumber()).isTrue();
  }

  @Test
  void valuesKeepTheirJsonType() throws Exception {
    log.atWarn()
        .addKeyValue("yes", true)
        .addKeyValue("one", 1)
        .addKeyValue("none", (Object) null)
        .addKeyValue("other", List.of("a"))
        .log("");

    JsonNode object = written();
    assertThat(object.get("yes").isBoolean()).isTrue();
    assertThat(object.get("one").asInt()).isEqualTo(1);
    assertThat(object.get("none").isNull()).isTrue();
    assertThat(object.get("other").asText()).isEqualTo("[a]");
  }

  @Test
  void aFailureHasItsStackTraceAndCauses() throws Exception {
    log.error("failed", new IllegalStateException("outer", new ArithmeticException("inner")));

    assertThat(written().get("stack_trace").asText())
        .startsWith("java.lang.IllegalStateException: outer")
        .contains("\tat " + JsonLinesTest.class.getName())
        .contains("Caused by: java.lang.ArithmeticException: inner");
  }

  @Test
  void anyTextIsOneLine() throws Exception {
    log.info("two\r\nlines, a \"quote\", \u2028 and \udce9 that is half a pair");

    assertThat(written().get("message").asText()).startsWith("two\r\nlines, a \"quote\", ");
  }

  private JsonNode written() throws Exception {
    String text = new JsonLines().doLayout(events.list.get(0));
    assertThat(text).endsWith("}\n");
    assertThat(text.strip()).doesNotContain("\n", "\r");
    return new ObjectMapper().readTree(text);
  }
}
