package com.globant.hiring.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentCodingTest {
  private static final String TEXT = "1,Sales\n2,Engineering\n".repeat(50);

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip "})
  void gzipIsKnownByItsNames(String header) {
    assertThat(ContentCoding.of(header)).isEqualTo(ContentCoding.GZIP);
  }

  @Test
  void noCodingIsIdentity() {
    assertThat(ContentCoding.of(null)).isEqualTo(ContentCoding.IDENTITY);
    assertThat(ContentCoding.of("identity")).isEqualTo(ContentCoding.IDENTITY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "utf-8"})
  void anyOtherCodingIsRefusedByName(String header) {
    assertThatThrownBy(() -> ContentCoding.of(header))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.UNSUPPORTED_MEDIA_TYPE);
              assertThat(refused.detail()).contains(header).contains("gzip, zstd");
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "ZSTD"})
  void aCodedBodyIsDecodedHoweverItIsCut(ContentCoding coding) throws IOException {
    byte[] coded = encode(coding, TEXT);
    for (int atMost : new int[] {1, 2, 7, 64, coded.length}) {
      assertThat(decode(coding, coded, atMost)).isEqualTo(TEXT);
    }
  }

  @Test
  void aWindowThatWouldTakeMoreThanEightMebibytesIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out).setLong(24)) {
      zstd.write(TEXT.getBytes(UTF_8));
    }

    assertThatThrownBy(() -> decode(ContentCoding.ZSTD, out.toByteArray(), 64))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("memory");
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "ZSTD"})
  void membersOneAfterAnotherAreAllRead(ContentCoding coding) throws IOException {
    byte[] two = concat(encode(coding, "1,a\n"), encode(coding, "2,b\n"));

    for (int atMost = 1; atMost <= two.length; atMost++) {
      assertThat(decode(coding, two, atMost)).isEqualTo("1,a\n2,b\n");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "ZSTD"})
  void aBodyThatIsCutAnywhereIsCorrupt(ContentCoding coding) {
    byte[] whole = encode(coding, TEXT);

    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(coding, cut, 64))
          .as("cut at %d of %d", length, whole.length)
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> assertThat(refused.code()).isEqualTo(RefusalCode.CORRUPT_ENCODING));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "ZSTD"})
  void plainTextAndTrailingGarbageAreCorrupt(ContentCoding coding) {
    byte[] garbage = concat(encode(coding, "1,a\n"), "garbage at the end".getBytes(UTF_8));

    assertThatThrownBy(() -> decode(coding, TEXT.getBytes(UTF_8), 64)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> decode(coding, garbage, 64)).isInstanceOf(Refused.class);
  }

  static byte[] encode(ContentCoding coding, String text) {
    if (coding == ContentCoding.ZSTD) {
      return Zstd.compress(text.getBytes(UTF_8));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  private static String decode(ContentCoding coding, byte[] coded, int atMost) throws IOException {
    return new String(coding.decode(new Drip(coded, atMost)).readAllBytes(), UTF_8);
  }

  static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
