package com.globant.hiring.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.globant.hiring.domain.raw.Undecodable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DecodingReaderTest {

  @Property
  void decodingDoesNotDependOnTheReadSize(
      @ForAll("texts") String text,
      @ForAll("unicode") Charset charset,
      @ForAll @IntRange(min = 16, max = 40) int block,
      @ForAll @IntRange(min = 1, max = 20) int asked)
      throws IOException {
    String decoded = decoded(text.getBytes(charset), charset, block, asked);

    assertThat(decoded).isEqualTo(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  @Property
  void everyCharsetIsDecoded(@ForAll("charsets") Charset charset, @ForAll("letters") String text)
      throws IOException {
    if (charset.canEncode() && charset.newEncoder().canEncode(text)) {
      assertThat(decoded(text.getBytes(charset), charset, 16, 5)).isEqualTo(text);
    }
  }

  @Property(tries = 3000)
  void decodingDoesNotDependOnTheBlockSize(
      @ForAll("charsets") Charset charset,
      @ForAll @Size(max = 60) byte[] bytes,
      @ForAll @IntRange(min = 16, max = 40) int block,
      @ForAll @IntRange(min = 1, max = 20) int asked)
      throws IOException {
    assertThat(decoded(bytes, charset, block, asked))
        .isEqualTo(decoded(bytes, charset, 1000, 1000));
  }

  @Property
  void undecodableBytesAreKept(@ForAll byte[] bytes) throws IOException {
    String text = decoded(bytes, StandardCharsets.US_ASCII, 16, 7);

    assertThat(text).hasSize(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      assertThat(text.charAt(i))
          .isEqualTo(bytes[i] >= 0 ? (char) bytes[i] : Undecodable.of(bytes[i]));
    }
  }

  @Example
  void onlyTheFirstByteOrderMarkIsDropped() throws IOException {
    byte[] bytes = "\uFEFF\uFEFFa\uFEFF".getBytes(StandardCharsets.UTF_8);

    assertThat(decoded(bytes, StandardCharsets.UTF_8, 16, 1)).isEqualTo("\uFEFFa\uFEFF");
  }

  @Example
  void theEndStaysTheEnd() throws IOException {
    try (Reader reader =
        new DecodingReader(
            new ByteArrayInputStream(new byte[] {'a'}), StandardCharsets.UTF_8, 16, true)) {
      char[] chars = new char[4];
      assertThat(reader.read(chars, 0, 0)).isZero();
      assertThat(reader.read(chars, 1, 3)).isEqualTo(1);
      assertThat(chars[1]).isEqualTo('a');
      assertThat(reader.read(chars, 0, 4)).isEqualTo(-1);
      assertThat(reader.read(chars, 0, 1)).isEqualTo(-1);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0xD7FF),
            Arbitraries.integers().between(0xE000, Character.MAX_CODE_POINT),
            Arbitraries.of(0x0, 0x61, 0xFEFF, 0xFFFD, 0x1F600))
        .list()
        .ofMaxSize(60)
        .map(
            codes -> {
              StringBuilder text = new StringBuilder();
              codes.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Provide
  Arbitrary<String> letters() {
    return Arbitraries.strings().withCharRange('a', 'z').withChars(" 0123456789").ofMaxLength(40);
  }

  @Provide
  Arbitrary<Charset> unicode() {
    return Arbitraries.of(
        StandardCharsets.UTF_8,
        StandardCharsets.UTF_16BE,
        StandardCharsets.UTF_16LE,
        Charset.forName("GB18030"));
  }

  @Provide
  Arbitrary<Charset> charsets() {
    return Arbitraries.of(List.copyOf(Charset.availableCharsets().values()));
  }

  private static String decoded(byte[] bytes, Charset charset, int block, int asked)
      throws IOException {
    StringBuilder text = new StringBuilder();
    try (Reader reader =
        new DecodingReader(new ByteArrayInputStream(bytes), charset, block, true)) {
      char[] chars = new char[asked];
      for (int count = reader.read(chars, 0, asked);
          count >= 0;
          count = reader.read(chars, 0, asked)) {
        assertThat(count).isPositive();
        text.append(chars, 0, count);
      }
    }
    return text.toString();
  }
}
