package com.globant.hiring.spark.slice;

import com.github.luben.zstd.ZstdInputStream;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyStream;
import com.globant.hiring.application.body.GzipInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.ZipException;

/** The content of a file, unpacked if its first bytes show that it is packed. */
public final class Content {
  private static final int LONGEST_SIGNATURE = 4;
  private static final int GZIP = 0x1f8b;
  private static final int ZSTD = 0x28b52ffd;

  /**
   * A frame with which pzstd begins (RFC 8878, section 3.1.2); the first byte ends with any digit.
   */
  private static final int ZSTD_SKIPPABLE = 0x502a4d18;

  private static final int ANY_SKIPPABLE = 0xf0ffffff;

  private Content() {}

  /** Whether the content is as it is stored, so that parts of it can be read. */
  static boolean isPlain(byte[] firstBytes) {
    return !isGzip(firstBytes) && !isZstd(firstBytes);
  }

  private static boolean isGzip(byte[] first) {
    return first.length >= 2 && number(first, 2) == GZIP;
  }

  private static boolean isZstd(byte[] first) {
    if (first.length < LONGEST_SIGNATURE) {
      return false;
    }
    int number = number(first, LONGEST_SIGNATURE);
    return number == ZSTD || (number & ANY_SKIPPABLE) == ZSTD_SKIPPABLE;
  }

  private static int number(byte[] first, int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      number = number << 8 | (first[i] & 0xFF);
    }
    return number;
  }

  /**
   * @param stored closed with the stream that is given
   */
  static InputStream unpacked(InputStream stored) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(stored, LONGEST_SIGNATURE);
    byte[] first = whole.readNBytes(LONGEST_SIGNATURE);
    whole.unread(first);
    if (isGzip(first)) {
      return new Unpacked(new GzipInputStream(whole), "gzip");
    }
    return isZstd(first) ? new Unpacked(new ZstdInputStream(whole), "zstd") : whole;
  }

  /** Makes a refusal of the file of what an unpacker cannot read. */
  private static final class Unpacked extends BodyStream {
    private final String coding;

    Unpacked(InputStream in, String coding) {
      super(in);
      this.coding = coding;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (ZipException damaged) {
        throw damaged(String.valueOf(damaged.getMessage()), damaged);
      } catch (IOException failure) {
        if (failure.getClass().getName().startsWith("com.github.luben.")) {
          throw damaged("it is damaged or cut off", failure);
        }
        throw failure;
      }
    }

    /** In the words of the service. */
    private Refused damaged(String how, IOException cause) {
      return new Refused(
          RefusalCode.CORRUPT_ENCODING,
          "the file cannot be unpacked as %s: %s; send it again, whole".formatted(coding, how),
          cause);
    }
  }
}
