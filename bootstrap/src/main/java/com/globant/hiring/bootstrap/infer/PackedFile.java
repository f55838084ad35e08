package com.globant.hiring.bootstrap.infer;

import com.github.luben.zstd.ZstdInputStream;
import com.globant.hiring.application.body.BodyStream;
import com.globant.hiring.application.body.GzipInputStream;
import com.globant.hiring.application.body.Packing;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The content of a file, unpacked if its first bytes are those of gzip or zstd. */
final class PackedFile extends BodyStream {
  private final Path path;

  private PackedFile(Path path, InputStream unpacked) {
    super(unpacked);
    this.path = path;
  }

  /** Opens a file. */
  static InputStream open(Path path) throws IOException {
    InputStream stored = new BufferedInputStream(Files.newInputStream(path));
    stored.mark(Packing.FIRST_BYTES);
    byte[] first = stored.readNBytes(Packing.FIRST_BYTES);
    stored.reset();
    return switch (Packing.of(first)) {
      case NONE -> stored;
      case GZIP -> new PackedFile(path, new GzipInputStream(stored));
      case ZSTD -> new PackedFile(path, new ZstdInputStream(stored));
    };
  }

  /** The name of a file without the endings that a packed one has. */
  static String unpackedName(String file) {
    return file.replaceFirst("(?i)\\.(gz|gzip|zst|zstd)$", "");
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
