package com.globant.hiring.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server must know again at its next start, in a file that only its owner may read. */
final class PrivateSettings {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String PORT = "port";

  private final Path file;
  private final Properties values = new Properties();
  private final Properties written = new Properties();

  private PrivateSettings(Path file) {
    this.file = file;
  }

  /** Reads the file; without one, or with a damaged one, there are no settings yet. */
  static PrivateSettings read(Path file) throws IOException {
    PrivateSettings settings = new PrivateSettings(file);
    if (Files.exists(file)) {
      try (Reader reader = new StringReader(Files.readString(file))) {
        settings.values.load(reader);
        settings.written.putAll(settings.values);
      } catch (IllegalArgumentException malformed) {
        settings.values.clear();
      }
    }
    return settings;
  }

  @Nullable String get(String key) {
    return values.getProperty(key);
  }

  /** The value, invented when there is none: so many random bytes in letters, digits, - and _. */
  String secret(String key, int bytes) {
    return (String) values.computeIfAbsent(key, absent -> randomText(bytes));
  }

  /** The port of the last start, 0 when unknown. */
  int port() {
    String port = values.getProperty(PORT, "0");
    return port.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(port) : 0;
  }

  void port(int port) {
    values.setProperty(PORT, Integer.toString(port));
  }

  /** Replaces the file, if anything changed, in one step: a crash leaves the old or the new one. */
  void write() throws IOException {
    if (values.equals(written)) {
      return;
    }
    StringWriter text = new StringWriter();
    values.store(text, null);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    try (FileChannel channel =
        FileChannel.open(
            next,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            Directories.ownerOnly(next, "rw-------"))) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    written.putAll(values);
  }

  private static String randomText(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
