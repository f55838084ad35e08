package com.globant.hiring.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The data directories of users, by operating system. */
final class UserDirectories {
  private UserDirectories() {}

  /** The data directory of this product. */
  static Path data(Map<String, String> environment) {
    // Java reads the home directory from the password file, which lacks it for some users.
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return data(environment, System.getProperty("os.name"), Path.of(home));
  }

  static Path data(Map<String, String> environment, String system, Path home) {
    return parent(environment, system.toLowerCase(Locale.ROOT), home).resolve("hiring");
  }

  private static Path parent(Map<String, String> environment, String system, Path home) {
    if (system.contains("windows")) {
      String local = environment.get("LOCALAPPDATA");
      return local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
    }
    if (system.contains("mac")) {
      return home.resolve("Library").resolve("Application Support");
    }
    Path data = Path.of(environment.getOrDefault("XDG_DATA_HOME", ""));
    // The XDG Base Directory Specification ignores relative paths.
    return data.isAbsolute() ? data : home.resolve(".local").resolve("share");
  }
}
