package com.globant.hiring.bootstrap.infer;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** The content of a file, unpacked if its first bytes are those of gzip or zstd. */
final class PackedFile extends FilterInputStream {
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private final Path path;

  private PackedFile(Path path, InputStream unpacked) {
    super(unpacked);
    this.path = path;
  }

  /** Opens a file. */
  static InputStream open(Path path) throws IOException {
    InputStream stored = new BufferedInputStream(Files.newInputStream(path));
    boolean gzip = beginsWith(stored, GZIP);
    if (!gzip && !beginsWith(stored, ZSTD)) {
      return stored;
    }
    try {
      return new PackedFile(path, gzip ? new GZIPInputStream(stored) : new ZstdInputStream(stored));
    } catch (IOException damaged) {
      stored.close();
      throw damaged(path, damaged);
    }
  }

  private static boolean beginsWith(InputStream stored, byte[] signature) throws IOException {
    stored.mark(signature.length);
    byte[] first = stored.readNBytes(signature.length);
    stored.reset();
    return Arrays.equals(first, signature);
  }

  /** The name of a file without the endings that a packed one has. */
  static String unpackedName(String file) {
    return file.replaceFirst("(?i)\\.(gz|gzip|zst|zstd)$", "");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return super.read(target, offset, length);
    } catch (IOException damaged) {
      throw damaged(path, damaged);
    }
  }

  private static UnclearFile damaged(Path path, IOException cause) {
    return new UnclearFile(
        path + ": the packed data is damaged or ends too early; pack the file again", cause);
  }
}
