package com.globant.hiring.http.body;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyStream;
import com.globant.hiring.application.body.GzipInputStream;
import com.globant.hiring.application.body.Packing;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.Locale;

/** How a body, or a file in it, is compressed (RFC 9110, section 8.4). */
public enum ContentCoding {
  IDENTITY,
  GZIP,
  ZSTD;

  /** The value of Accept-Encoding in answers that refuse another coding. */
  public static final String ACCEPTED = "gzip, zstd, identity";

  /** What messages call the content of a request. */
  static final String BODY = "the body";

  /** Binary logarithm of the largest window, 8 MiB (RFC 9659, section 3). */
  private static final int ZSTD_WINDOW_LOG = 23;

  /**
   * The most input for which a decoder may return nothing. A block of zstd, which is decoded as a
   * whole, has at most 128 KiB; the rest is for empty members and skippable frames.
   */
  static final int MAX_FRUITLESS_BYTES = 256 * 1024;

  /**
   * Reads the header Content-Encoding.
   *
   * @param lines all of the request
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
              "Content-Encoding '%s' is not supported; send one of %s"
                  .formatted(String.join(", ", lines), ACCEPTED));
    };
  }

  private static ContentCoding of(Packing packing) {
    return switch (packing) {
      case NONE -> IDENTITY;
      case GZIP -> GZIP;
      case ZSTD -> ZSTD;
    };
  }

  /** A content and the coding that its first bytes identify. */
  record Found(ContentCoding coding, InputStream content) {

    /**
     * The content without the coding.
     *
     * @param what the content is, for messages: the body, or a file
     */
    InputStream decoded(String what) {
      return coding.decode(content, what);
    }
  }

  /** Identifies the coding of a content. Blocks until its first bytes are there. */
  static Found find(InputStream content) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(content, Packing.FIRST_BYTES);
    byte[] first = content.readNBytes(Packing.FIRST_BYTES);
    whole.unread(first);
    return new Found(of(Packing.of(first)), whole);
  }

  /**
   * Decodes a content with this coding, which Content-Encoding names. Blocks until its first bytes
   * are there.
   *
   * @throws Refused if the first bytes contradict Content-Encoding
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
    return found.decoded(BODY);
  }

  /**
   * Unpacks all members or frames. Reading damaged content is {@link Refused} as {@code
   * corrupt_encoding}.
   */
  private InputStream decode(InputStream encoded, String what) {
    if (this == IDENTITY) {
      return encoded;
    }
    Encoded input = new Encoded(encoded);
    try {
      return new Decoded(
          input,
          this == GZIP
              ? new GzipInputStream(input)
              : new ZstdInputStream(input).setLongMax(ZSTD_WINDOW_LOG),
          what);
    } catch (IOException broken) {
      throw corrupt(what, broken);
    }
  }

  private Refused corrupt(String what, IOException broken) {
    return new Refused(
        RefusalCode.CORRUPT_ENCODING,
        "%s cannot be unpacked as %s: %s".formatted(what, wireName(), reason(broken)),
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

  /** Counts the bytes that were read since the decoder returned any. */
  private static final class Encoded extends BodyStream {
    private long fruitless;

    Encoded(InputStream in) {
      super(in);
    }

    @Override
    protected void onBytes(byte[] bytes, int offset, int count) throws IOException {
      if (fruitless > MAX_FRUITLESS_BYTES) {
        throw new IOException("more than 256 KiB of it unpack to nothing");
      }
      fruitless += count;
    }

    /** Keeps decoders from reading on while they have bytes to return. */
    @Override
    public int available() {
      return 0;
    }
  }

  /** Translates failures of the decoder: all other failures are unchecked. */
  private final class Decoded extends BodyStream {
    private final Encoded input;
    private final String what;

    Decoded(Encoded input, InputStream decoder, String what) {
      super(decoder);
      this.input = input;
      this.what = what;
    }

    @Override
    protected void onBytes(byte[] bytes, int offset, int count) {
      input.fruitless = 0;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException broken) {
        throw corrupt(what, broken);
      }
    }
  }
}
