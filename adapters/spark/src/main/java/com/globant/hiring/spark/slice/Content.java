package com.globant.hiring.spark.slice;

import com.github.luben.zstd.ZstdInputStream;
import com.globant.hiring.application.RefusalCode;
import com.globant.hiring.application.Refused;
import com.globant.hiring.application.body.BodyStream;
import com.globant.hiring.application.body.GzipInputStream;
import com.globant.hiring.application.body.Packing;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.ZipException;

/** The content of a file, unpacked if its first bytes show that it is packed. */
public final class Content {
  private Content() {}

  /** Whether the content is as it is stored, so that parts of it can be read. */
  static boolean isPlain(byte[] firstBytes) {
    return Packing.of(firstBytes) == Packing.NONE;
  }

  /**
   * @param stored closed with the stream that is given
   */
  static InputStream unpacked(InputStream stored) throws IOException {
    PushbackInputStream whole = new PushbackInputStream(stored, Packing.FIRST_BYTES);
    byte[] first = whole.readNBytes(Packing.FIRST_BYTES);
    whole.unread(first);
    return switch (Packing.of(first)) {
      case NONE -> whole;
      case GZIP -> new Unpacked(new GzipInputStream(whole), "gzip");
      case ZSTD -> new Unpacked(new ZstdInputStream(whole), "zstd");
    };
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
