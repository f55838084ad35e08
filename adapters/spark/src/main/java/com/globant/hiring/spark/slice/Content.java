package com.globant.hiring.spark.slice;

import com.github.luben.zstd.ZstdInputStream;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The content of a file, unpacked if its first bytes show that it is packed. */
public final class Content {
  private static final int LONGEST_SIGNATURE = 4;
  private static final int GZIP = 0x1f8b;
  private static final int ZSTD = 0x28b52ffd;

  private Content() {}

  /** Whether the content is as it is stored, so that parts of it can be read. */
  static boolean isPlain(byte[] firstBytes) {
    return !isGzip(firstBytes) && !isZstd(firstBytes);
  }

  private static boolean isGzip(byte[] first) {
    return first.length >= 2 && number(first, 2) == GZIP;
  }

  private static boolean isZstd(byte[] first) {
    return first.length >= LONGEST_SIGNATURE && number(first, LONGEST_SIGNATURE) == ZSTD;
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
      return new Unpacked(new GZIPInputStream(whole, 1 << 16), "gzip");
    }
    return isZstd(first) ? new Unpacked(new ZstdInputStream(whole), "zstd") : whole;
  }

  /** Makes a refusal of the file of what an unpacker cannot read. */
  private static final class Unpacked extends InputStream {
    private final InputStream in;
    private final String coding;

    Unpacked(InputStream in, String coding) {
      this.in = in;
      this.coding = coding;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (EOFException | ZipException damaged) {
        throw damaged(damaged);
      } catch (IOException failure) {
        if (failure.getClass().getName().startsWith("com.github.luben.")) {
          throw damaged(failure);
        }
        throw failure;
      }
    }

    private Refused damaged(IOException cause) {
      return new Refused(
          RefusalCode.CORRUPT_ENCODING,
          "the %s data is damaged or ends too early; pack the file again".formatted(coding),
          cause);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
