package com.globant.hiring.http.body;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Locale;

/** The ways in which a body, or a file in it, may be compressed (RFC 9110, section 8.4). */
public enum ContentCoding {
  IDENTITY,
  GZIP,
  ZSTD;

  /** What an answer to any other coding names. */
  public static final String ACCEPTED = "gzip, zstd, identity";

  /** Logarithm of the 8 MiB that a decoder has to keep at most (RFC 9659, section 3). */
  private static final int ZSTD_WINDOW_LOG = 23;

  /**
   * How much may be read before it unpacks to any byte. A block of zstd, which has to come whole,
   * has 128 KiB at most; the rest is for what is no data: empty members, skippable frames.
   */
  static final int MAX_FRUITLESS_BYTES = 256 * 1024;

  /** As many first bytes as it takes to know a coding. */
  private static final int MAGIC_BYTES = 4;

  /**
   * Reads the header Content-Encoding.
   *
   * @param lines as many as the request has
   * @throws Refused if the coding is none of these, or several are applied
   */
  static ContentCoding of(List<String> lines) {
    List<String> names =
        lines.stream()
            .flatMap(line -> List.of(line.split(",")).stream())
            .map(name -> name.trim().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty() && !name.equals("identity"))
            .toList();
    return switch (String.join(", ", names)) {
      case "" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "zstd" -> ZSTD;
      default ->
          throw new Refused(
              RefusalCode.UNSUPPORTED_MEDIA_TYPE,
              "Content-Encoding '%s' is not read; send one of %s"
                  .formatted(String.join(", ", lines), ACCEPTED));
    };
  }

  private static ContentCoding ofFirst(byte[] bytes) {
    int magic = 0;
    for (int i = 0; i < bytes.length; i++) {
      magic |= (bytes[i] & 0xFF) << (8 * i);
    }
    if ((magic & 0xFFFF) == 0x8B1F) {
      return GZIP;
    }
    // The latter is a skippable frame (RFC 8878, section 3.1.2), which pzstd begins with.
    return magic == 0xFD2FB528 || (magic & 0xFFFFFFF0) == 0x184D2A50 ? ZSTD : IDENTITY;
  }

  /** A content and the coding that its first bytes show. */
  record Found(ContentCoding coding, InputStream content) {

    /** Unpacks the content, unless it is not compressed. */
    InputStream decoded() {
      return coding.decode(content);
    }
  }

  /** Blocks for the first bytes. */
  static Found find(InputStream content) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(content, MAGIC_BYTES);
    byte[] first = content.readNBytes(MAGIC_BYTES);
    whole.unread(first);
    return new Found(ofFirst(first), whole);
  }

  /**
   * Undoes this coding, which the header Content-Encoding names. Blocks for the first bytes.
   *
   * @throws Refused if the first bytes show that the header is wrong
   */
  InputStream decodeAnnounced(InputStream encoded) throws IOException {
    Found found = find(encoded);
    if (found.coding != this) {
      throw new Refused(
          RefusalCode.CORRUPT_ENCODING,
          "Content-Encoding says %s, but the first bytes of the body %s; send it without Content-Encoding: a file that is compressed, also one in a form, is recognised by its first bytes"
              .formatted(
                  wireName(),
                  found.coding == IDENTITY
                      ? "are not those of " + wireName()
                      : "are those of " + found.coding.wireName()));
    }
    return found.decoded();
  }

  /**
   * Unpacks all members or frames, to the end of the stream. What cannot be unpacked is {@link
   * Refused} as {@code corrupt_encoding} when it is read.
   */
  private InputStream decode(InputStream encoded) {
    if (this == IDENTITY) {
      return encoded;
    }
    Encoded input = new Encoded(encoded);
    try {
      return new Decoded(
          input,
          this == GZIP
              ? new GzipInputStream(input)
              : new ZstdInputStream(input).setLongMax(ZSTD_WINDOW_LOG));
    } catch (IOException broken) {
      throw corrupt(broken);
    }
  }

  private Refused corrupt(IOException broken) {
    return new Refused(
        RefusalCode.CORRUPT_ENCODING,
        "the body cannot be unpacked as %s: %s".formatted(wireName(), reason(broken)),
        broken);
  }

  private static String reason(IOException broken) {
    if (!(broken instanceof ZstdIOException zstd)) {
      return broken.getMessage() + "; send it again, whole";
    }
    long code = zstd.getErrorCode();
    if (code == Zstd.errFrameParameterWindowTooLarge()) {
      return "its window is larger than 8 MiB; compress it without --long and --ultra";
    }
    if (code == Zstd.errDictionaryWrong()) {
      return "it was compressed with a dictionary; compress it without one";
    }
    if (code == Zstd.errPrefixUnknown()) {
      return "something else follows its end; send it without that";
    }
    return "it is damaged or cut off; send it again, whole";
  }

  private String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Counts what is read since anything was unpacked. */
  private static final class Encoded extends FilterInputStream {
    private long fruitless;

    Encoded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (fruitless > MAX_FRUITLESS_BYTES) {
        throw new IOException("more than 256 KiB of it unpack to nothing");
      }
      int count = super.read(target, offset, length);
      fruitless += Math.max(0, count);
      return count;
    }

    /** So that no decoder reads on when it has something to give. */
    @Override
    public int available() {
      return 0;
    }
  }

  /** What the stream below throws as {@link IOException} can only come from the decoder. */
  private final class Decoded extends FilterInputStream {
    private final Encoded input;

    Decoded(Encoded input, InputStream decoder) {
      super(decoder);
      this.input = input;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int count = super.read(target, offset, length);
        input.fruitless = 0;
        return count;
      } catch (IOException broken) {
        throw corrupt(broken);
      }
    }
  }
}
