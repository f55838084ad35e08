package com.globant.hiring.http.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.http.Drip;
import com.globant.hiring.http.Endless;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ContentCodingTest {
  private static final String TEXT = "1,Sales\n2,Engineering\n".repeat(50);

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", " gzip "})
  void gzipHasTwoNames(String header) {
    assertThat(ContentCoding.of(List.of(header))).isEqualTo(ContentCoding.GZIP);
  }

  @Test
  void noCodingIsIdentity() {
    assertThat(ContentCoding.of(List.of())).isEqualTo(ContentCoding.IDENTITY);
    assertThat(ContentCoding.of(List.of("", " Identity"))).isEqualTo(ContentCoding.IDENTITY);
    assertThat(ContentCoding.of(List.of("identity, gzip"))).isEqualTo(ContentCoding.GZIP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "deflate", "gzip, gzip", "gzip, br", "utf-8"})
  void anyOtherCodingIsRefusedByName(String header) {
    assertThatThrownBy(() -> ContentCoding.of(List.of(header.split(", "))))
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
  void bodyIsDecodedForAllChunkSizes(ContentCoding coding) throws IOException {
    byte[] coded = encode(coding, TEXT);
    for (int atMost : new int[] {1, 2, 7, 64, coded.length}) {
      assertThat(decode(coding, coded, atMost)).isEqualTo(TEXT);
    }
  }

  @Test
  void windowAbove8MiBIsRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out).setLong(24)) {
      zstd.write(TEXT.getBytes(UTF_8));
    }

    assertCorrupt(ContentCoding.ZSTD, out.toByteArray(), "window is larger than 8 MiB", "--long");
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "ZSTD"})
  void allMembersAreRead(ContentCoding coding) throws IOException {
    byte[] two = concat(encode(coding, "1,a\n"), encode(coding, "2,b\n"));

    for (int atMost = 1; atMost <= two.length; atMost++) {
      assertThat(decode(coding, two, atMost)).isEqualTo("1,a\n2,b\n");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "ZSTD"})
  void truncatedBodyIsCorrupt(ContentCoding coding) {
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

  public static byte[] encode(ContentCoding coding, String text) {
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

  /** Refused whole, and after no more of it was read than allowed. */
  private static long readUntilRefused(ContentCoding coding, InputStream endless, String reason) {
    Counted counted = new Counted(endless);
    assertThatThrownBy(
            () -> coding.decodeAnnounced(counted).transferTo(OutputStream.nullOutputStream()))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.CORRUPT_ENCODING);
              assertThat(refused.detail()).contains(reason);
            });
    return counted.bytes;
  }

  static Stream<Arguments> fieldsOfAHeader() {
    return Stream.of(
        Arguments.of("name", 8, new byte[0]),
        Arguments.of("comment", 16, new byte[0]),
        Arguments.of("comment behind a name", 24, new byte[] {'a', 0}),
        Arguments.of(
            "name behind an extra field",
            12,
            Arrays.copyOf(new byte[] {(byte) 0xFF, (byte) 0xFF}, 65537)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fieldsOfAHeader")
  void endlessGzipHeaderIsRefused(String field, int flags, byte[] before) {
    byte[] header =
        concat(new byte[] {0x1F, (byte) 0x8B, 8, (byte) flags, 0, 0, 0, 0, 0, 3}, before);
    for (byte[] member : List.of(header, concat(encode(ContentCoding.GZIP, "1,a\n"), header))) {
      assertThat(
              readUntilRefused(
                  ContentCoding.GZIP, Endless.after(member, "A".getBytes(UTF_8)), "64 KiB"))
          .isLessThan(256 * 1024);
    }
  }

  @Test
  void everyMemberMayHaveALargeHeader() throws IOException {
    byte[] plain = encode(ContentCoding.GZIP, "1,a\n");
    byte[] named = concat(Arrays.copyOf(plain, 10), new byte[60_000]);
    named[3] = 8;
    Arrays.fill(named, 10, named.length - 1, (byte) 'n');
    byte[] member = concat(named, Arrays.copyOfRange(plain, 10, plain.length));
    byte[] many = new byte[0];
    for (int i = 0; i < 20; i++) {
      many = concat(many, member);
    }

    assertThat(decode(ContentCoding.GZIP, many, 5000)).isEqualTo("1,a\n".repeat(20));
  }

  static Stream<Arguments> whatUnpacksToNothing() {
    byte[] skippable = {0x53, 0x2A, 0x4D, 0x18, 8, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    byte[] large = {0x50, 0x2A, 0x4D, 0x18, -1, -1, -1, -1};
    return Stream.of(
        Arguments.of("members", ContentCoding.GZIP, new byte[0], encode(ContentCoding.GZIP, "")),
        Arguments.of(
            "blocks",
            ContentCoding.GZIP,
            Arrays.copyOf(encode(ContentCoding.GZIP, ""), 10),
            new byte[] {0, 0, 0, -1, -1}),
        Arguments.of("frames", ContentCoding.ZSTD, new byte[0], encode(ContentCoding.ZSTD, "")),
        Arguments.of("skippable frames", ContentCoding.ZSTD, new byte[0], skippable),
        Arguments.of("a skippable frame", ContentCoding.ZSTD, large, new byte[] {1}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatUnpacksToNothing")
  void tooMuchInputWithoutOutputIsRefused(
      String what, ContentCoding coding, byte[] before, byte[] endless) {
    byte[] good = encode(coding, "1,a\n");
    for (byte[] head : List.of(before, concat(good, before))) {
      assertThat(readUntilRefused(coding, Endless.after(head, endless), "256 KiB"))
          .isLessThan(600 * 1024);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "ZSTD"})
  void manySmallMembersAndSomeEmptyOnesAreRead(ContentCoding coding) throws IOException {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 5_000; i++) {
      many.write(encode(coding, i % 100 == 99 ? "1,a\n" : ""));
    }

    assertThat(decode(coding, many.toByteArray(), 70_000)).isEqualTo("1,a\n".repeat(50));
  }

  @Test
  void skippableFramesAreSkipped() throws IOException {
    byte[] skippable = {0x5F, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    byte[] frame = encode(ContentCoding.ZSTD, "1,a\n");
    byte[] body = concat(skippable, concat(frame, concat(skippable, frame)));

    for (int atMost = 1; atMost <= body.length; atMost++) {
      assertThat(decode(ContentCoding.ZSTD, body, atMost)).isEqualTo("1,a\n1,a\n");
      assertThat(new String(found(body, atMost).readAllBytes(), UTF_8)).isEqualTo("1,a\n1,a\n");
    }
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void codingOfAFileIsRecognisedByItsFirstBytes(ContentCoding coding) throws IOException {
    byte[] file = coding == ContentCoding.IDENTITY ? TEXT.getBytes(UTF_8) : encode(coding, TEXT);

    for (int atMost : new int[] {1, 2, 3, 4, 5, file.length}) {
      assertThat(new String(found(file, atMost).readAllBytes(), UTF_8)).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1,a", "\u001f", "(\u00b5/"})
  void shortAndSimilarFilesAreNotCompressed(String text) throws IOException {
    byte[] file = text.getBytes(ISO_8859_1);

    assertThat(found(file, 1).readAllBytes()).isEqualTo(file);
  }

  @Test
  void contentEncodingThatTheBytesContradictIsNamed() {
    assertCorrupt(ContentCoding.GZIP, "--X".getBytes(UTF_8), "says gzip", "not those of gzip");
    assertCorrupt(
        ContentCoding.GZIP, encode(ContentCoding.ZSTD, TEXT), "says gzip", "are those of zstd");
    assertCorrupt(
        ContentCoding.ZSTD, encode(ContentCoding.GZIP, TEXT), "says zstd", "without Content-Enc");
  }

  @Test
  void allChecksumsOfAMemberAreChecked() {
    byte[] member = encode(ContentCoding.GZIP, TEXT);
    int[] checked = {0, 2, member.length - 8, member.length - 1, 10, 15};
    for (int at : checked) {
      byte[] damaged = member.clone();
      damaged[at] ^= 0x55;
      assertThatThrownBy(() -> decode(ContentCoding.GZIP, damaged, 64))
          .as("damaged at %d", at)
          .isInstanceOf(Refused.class);
    }
  }

  private static void assertCorrupt(ContentCoding coding, byte[] coded, String... inDetail) {
    assertThatThrownBy(() -> decode(coding, coded, 64))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.CORRUPT_ENCODING);
              assertThat(refused.detail()).contains(inDetail);
            });
  }

  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, Math.min(length, 64 * 1024));
      bytes += Math.max(0, count);
      return count;
    }
  }

  private static InputStream found(byte[] file, int atMost) throws IOException {
    return ContentCoding.find(new Drip(file, atMost)).decoded("the body");
  }

  private static String decode(ContentCoding coding, byte[] coded, int atMost) throws IOException {
    return new String(coding.decodeAnnounced(new Drip(coded, atMost)).readAllBytes(), UTF_8);
  }

  public static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
