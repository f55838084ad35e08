package com.globant.hiring.embedded;

import java.util.List;
import java.util.Locale;

/** The platforms with published database binaries, and the folders in their archives. */
enum Platform {
  LINUX_X64("linux", "share"),
  MACOS_ARM64("osx", "share/mysql"),
  WINDOWS_X64("winx64", "share");

  private final String folder;
  private final String share;

  Platform(String folder, String share) {
    this.folder = folder;
    this.share = share;
  }

  static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /**
   * @param os as the system property {@code os.name}
   * @param architecture as the system property {@code os.arch}
   * @throws IllegalStateException when no database is published for this platform
   */
  static Platform of(String os, String architecture) {
    String name = os.toLowerCase(Locale.ROOT);
    boolean x64 = architecture.equals("amd64") || architecture.equals("x86_64");
    if (name.startsWith("linux") && x64) {
      return LINUX_X64;
    }
    if (name.startsWith("mac") && architecture.equals("aarch64")) {
      return MACOS_ARM64;
    }
    if (name.startsWith("windows") && x64) {
      return WINDOWS_X64;
    }
    throw new IllegalStateException(
        "There is no embedded database for this platform ("
            + os
            + " on "
            + architecture
            + "). Set database.host to a MySQL or MariaDB server.");
  }

  /** The folder of this platform in the published archive. */
  String folder() {
    return folder;
  }

  /** The files of the server; the first is the program to run. */
  List<String> programs() {
    return this == WINDOWS_X64
        ? List.of("bin/mysqld.exe", "bin/server.dll")
        : List.of("bin/mariadbd");
  }

  /** The folder of messages and scripts. */
  String share() {
    return share;
  }
}
