package com.globant.hiring.domain.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UndecodableTest {

  @Property
  void everyByteIsToldAndSpelledOut(@ForAll byte undecodable) {
    String text = "a" + Undecodable.of(undecodable) + "b";

    assertThat(Undecodable.isIn(text)).isTrue();
    assertThat(Undecodable.spelledOut(text)).isEqualTo("a\\x%02Xb".formatted(undecodable & 0xFF));
  }

  @Property
  void textThatCanBeEncodedStaysAsItIs(@ForAll String text) {
    String encodable = new String(text.getBytes(UTF_8), UTF_8);

    assertThat(Undecodable.isIn(encodable)).isFalse();
    assertThat(Undecodable.spelledOut(encodable)).isEqualTo(encodable);
  }

  @Property
  void whatIsSpelledOutCanBeEncoded(@ForAll String text) {
    String spelled = Undecodable.spelledOut(text);

    assertThat(UTF_8.newEncoder().canEncode(spelled)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "Zoë O'Hara", "日本", "\uD83D\uDE80", "\uFFFD", "\uFFFF", "\u0000"})
  void charactersAreNoUndecodableBytes(String text) {
    assertThat(Undecodable.isIn(text)).isFalse();
  }

  @Test
  void halvesOfPairsAreToldWhereverTheyStand() {
    assertThat(Undecodable.spelledOut("\uD83D")).isEqualTo("\\uD83D");
    assertThat(Undecodable.spelledOut("\uD83Dx")).isEqualTo("\\uD83Dx");
    assertThat(Undecodable.spelledOut("\uDE80\uD83D")).isEqualTo("\\uDE80\\uD83D");
    assertThat(Undecodable.spelledOut("\uD83D\uD83D\uDE80")).isEqualTo("\\uD83D\uD83D\uDE80");
  }

  @Test
  void bytesBesidePairsAreTold() {
    String text = "\uD83D\uDE80" + Undecodable.of((byte) 0xE9) + "\uD83D\uDE80";

    assertThat(Undecodable.spelledOut(text)).isEqualTo("\uD83D\uDE80\\xE9\uD83D\uDE80");
  }
}
