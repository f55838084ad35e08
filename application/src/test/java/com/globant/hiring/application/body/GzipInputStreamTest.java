package com.globant.hiring.application.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipInputStreamTest {
  private static final int FIXED_HEADER = 10;
  private static final int HEADER_CHECKSUM = 2;
  private static final int TRAILER = 8;
  private static final byte[] ROW = "1,Ana\n".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64 * 1024})
  void allMembersAreReadHoweverTheyArrive(int atMost) throws IOException {
    byte[] incompressible = new byte[100_000];
    new Random(1).nextBytes(incompressible);
    byte[] file = joined(member(incompressible), member(new byte[0]), member(ROW));

    assertThat(read(file, atMost)).isEqualTo(joined(incompressible, ROW));
  }

  @Test
  void singleBytesAreReadUntilTheEnd() throws IOException {
    byte[] content = {0, 1, 127, -128, -1};
    try (InputStream gzip = new GzipInputStream(new ByteArrayInputStream(member(content)))) {
      for (byte expected : content) {
        assertThat(gzip.read()).isEqualTo(expected & 0xFF);
      }
      assertThat(gzip.read()).isEqualTo(-1);
      assertThat(gzip.read(new byte[0])).isZero();
    }
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("nothing", header(0)),
        arguments("a checksum", withChecksum(header(2))),
        arguments("an extra field", header(4, 3, 0, 'a', 0, 'b')),
        arguments("a long extra field", joined(header(4, 2, 1), new byte[258])),
        arguments("a name", header(8, 'n', 0)),
        arguments("a comment", header(16, 'c', 0)),
        arguments("everything", everything()),
        arguments("64 KiB", headerOf64Kib()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void everyMemberMayHaveAHeaderWith(String what, byte[] header) throws IOException {
    byte[] member = withHeader(header);

    assertThat(read(joined(member, member), 5)).isEqualTo(joined(ROW, ROW));
  }

  @Test
  void fileThatIsCutAnywhereIsRefused() {
    byte[] member = withHeader(everything());

    for (int length = 0; length < member.length; length++) {
      assertRefused("it is cut off", Arrays.copyOf(member, length));
    }
  }

  @Test
  void headerOfMoreThan64KibIsRefused() {
    byte[] header = joined(headerOf64Kib(), new byte[1]);
    header[FIXED_HEADER]++;

    assertRefused("a header in it is longer than 64 KiB", withHeader(header));
  }

  @Test
  void whatIsNotGzipIsRefused() {
    assertRefused("its first bytes are not those of gzip", "id,name\n".getBytes(UTF_8));
    assertRefused("its first bytes are not those of gzip", changed(0));
    assertRefused("its first bytes are not those of gzip", changed(1));
    assertRefused("it is compressed by another method than deflate", changed(2));
    assertRefused("something else follows its end", joined(member(ROW), ROW));
    assertRefused("its compressed data is damaged", joined(header(0), new byte[] {7}));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x40, 0x80})
  void reservedFlagsAreRefused(int flag) {
    assertRefused("its header has reserved flags", withHeader(header(flag)));
  }

  @Test
  void everyByteOfAChecksumIsCompared() {
    int header = everything().length;
    byte[] member = withHeader(everything());
    IntStream.concat(
            IntStream.range(header - HEADER_CHECKSUM, header),
            IntStream.range(member.length - TRAILER, member.length))
        .forEach(
            at -> {
              byte[] damaged = member.clone();
              damaged[at] ^= 0x10;
              assertRefused("a checksum does not match its content", damaged);
            });
  }

  @Test
  void closingClosesTheFile() throws IOException {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream file =
        new ByteArrayInputStream(member(ROW)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    new GzipInputStream(file).close();

    assertThat(closed).isTrue();
  }

  private static void assertRefused(String reason, byte[] file) {
    assertThatThrownBy(() -> read(file, 64)).isInstanceOf(ZipException.class).hasMessage(reason);
  }

  /** Reads a file that arrives in pieces. */
  private static byte[] read(byte[] file, int atMost) throws IOException {
    InputStream pieces =
        new FilterInputStream(new ByteArrayInputStream(file)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return super.read(target, offset, Math.min(length, atMost));
          }
        };
    try (InputStream gzip = new GzipInputStream(pieces)) {
      return gzip.readAllBytes();
    }
  }

  private static byte[] member(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return out.toByteArray();
  }

  /** A member with a byte of its header changed. */
  private static byte[] changed(int at) {
    byte[] member = member(ROW);
    member[at]++;
    return member;
  }

  private static byte[] withHeader(byte[] header) {
    byte[] member = member(ROW);
    return joined(header, Arrays.copyOfRange(member, FIXED_HEADER, member.length));
  }

  private static byte[] header(int flags, int... fields) {
    byte[] header = new byte[FIXED_HEADER + fields.length];
    header[0] = 0x1F;
    header[1] = (byte) 0x8B;
    header[2] = 8;
    header[3] = (byte) flags;
    for (int i = 0; i < fields.length; i++) {
      header[FIXED_HEADER + i] = (byte) fields[i];
    }
    return header;
  }

  private static byte[] everything() {
    return withChecksum(header(2 | 4 | 8 | 16, 3, 0, 'a', 0, 'b', 'n', 0, 'c', 0));
  }

  /** The limit, reached by an extra field. */
  private static byte[] headerOf64Kib() {
    int length = GzipInputStream.MAX_HEADER_BYTES - FIXED_HEADER - 2;
    return joined(header(4, length & 0xFF, length >> 8), new byte[length]);
  }

  private static byte[] withChecksum(byte[] header) {
    CRC32 crc = new CRC32();
    crc.update(header);
    return joined(header, new byte[] {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)});
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
