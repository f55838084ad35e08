package com.globant.hiring.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The directories of a user, by the XDG Base Directory Specification; on Windows by its own. */
final class UserDirectories {
  private UserDirectories() {}

  static Path configuration(Map<String, String> environment) {
    return directory(environment, "XDG_CONFIG_HOME", ".config", "APPDATA");
  }

  /** For what may be lost without harm, but should outlive a restart. */
  static Path state(Map<String, String> environment) {
    return directory(environment, "XDG_STATE_HOME", ".local/state", "LOCALAPPDATA");
  }

  private static Path directory(
      Map<String, String> environment, String variable, String usual, String windows) {
    boolean isWindows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    Path named = Path.of(environment.getOrDefault(isWindows ? windows : variable, ""));
    // The specification ignores relative paths.
    // Java reads the home directory from the password file, which lacks it for some users.
    Path parent =
        named.isAbsolute()
            ? named
            : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")))
                .resolve(usual);
    return parent.resolve("hiring");
  }
}
