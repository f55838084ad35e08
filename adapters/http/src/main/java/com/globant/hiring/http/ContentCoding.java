package com.globant.hiring.http;

import com.github.luben.zstd.ZstdInputStream;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The content codings (RFC 9110, section 8.4) that a body may have. */
enum ContentCoding {
  IDENTITY,
  GZIP,
  ZSTD;

  /** What an answer to any other coding names. */
  static final String ACCEPTED = "gzip, zstd, identity";

  /** Logarithm of the 8 MiB that a decoder has to keep at most (RFC 9659, section 3). */
  private static final int ZSTD_WINDOW_LOG = 23;

  /**
   * @throws Refused where the coding is none of these
   */
  static ContentCoding of(@Nullable String header) {
    String name = header == null ? "" : header.trim().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "zstd" -> ZSTD;
      default ->
          throw new Refused(
              RefusalCode.UNSUPPORTED_MEDIA_TYPE,
              "Content-Encoding '%s' is not read; send one of %s".formatted(header, ACCEPTED));
    };
  }

  /** The decoded stream; blocks for the first bytes. All members or frames are read, to the end. */
  InputStream decode(InputStream encoded) throws IOException {
    if (this == IDENTITY) {
      return encoded;
    }
    try {
      return new Decoded(
          this == GZIP
              ? GzipCompressorInputStream.builder()
                  .setInputStream(encoded)
                  .setDecompressConcatenated(true)
                  .get()
              : new ZstdInputStream(encoded).setLongMax(ZSTD_WINDOW_LOG));
    } catch (IOException broken) {
      throw corrupt(broken);
    }
  }

  private Refused corrupt(IOException broken) {
    return new Refused(
        RefusalCode.CORRUPT_ENCODING,
        "the body is broken or cut as %s (%s); send it again, whole, or without Content-Encoding"
            .formatted(name().toLowerCase(Locale.ROOT), broken.getMessage()),
        broken);
  }

  /** What the stream below throws as {@link IOException} can only come from the decoder. */
  private final class Decoded extends FilterInputStream {
    Decoded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException broken) {
        throw corrupt(broken);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException broken) {
        throw corrupt(broken);
      }
    }
  }
}
