package com.globant.hiring.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** The port and the secrets of a server, in a file that only its owner may read. */
final class PrivateSettings {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PORT = "port";

  private final Path file;
  private final Properties values = new Properties();

  private PrivateSettings(Path file) {
    this.file = file;
  }

  /** The settings of the last start; none if the file does not exist. */
  static PrivateSettings read(Path file) throws IOException {
    PrivateSettings settings = new PrivateSettings(file);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        settings.values.load(reader);
      }
    }
    return settings;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /**
   * The secret; a new one, of that many random bytes in letters, digits, - and _, if none exists.
   */
  String secret(String key, int bytes) {
    return (String) values.computeIfAbsent(key, absent -> randomText(bytes));
  }

  /** The port of the last start; 0 if unknown. */
  int port() {
    String port = values.getProperty(PORT, "0");
    return port.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(port) : 0;
  }

  void port(int port) {
    values.setProperty(PORT, Integer.toString(port));
  }

  /** Replaces the file in one step, so that a crash leaves the old or the new one. */
  void write() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    Files.createFile(next, Directories.ownerOnly(next, "rw-------"));
    try (Writer writer = Files.newBufferedWriter(next)) {
      values.store(writer, null);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String randomText(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
