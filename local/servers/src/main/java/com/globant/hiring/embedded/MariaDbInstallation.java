package com.globant.hiring.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A database server in a directory: its programs, tables, password and log. */
final class MariaDbInstallation {

  /** Its only account, with all privileges, for connections from the loopback address. */
  static final String USER = "hiring";

  private static final String PASSWORD = "password";
  private static final int PASSWORD_BYTES = 24;

  /** All runs need the same size of the redo log. */
  private static final List<String> ALWAYS =
      List.of("--console", "--skip-ssl", "--innodb-log-file-size=256M", "--max-allowed-packet=64M");

  private static final List<String> BOOTSTRAP = List.of("--bootstrap", "--log-warnings=0");

  /** For one service on a laptop: durable commits, small buffers, UTC, UTF-8. */
  private static final List<String> SERVE =
      List.of(
          "--bind-address=" + LoopbackPorts.HOST,
          "--skip-name-resolve",
          "--innodb-buffer-pool-size=256M",
          "--innodb-flush-log-at-trx-commit=1",
          "--key-buffer-size=8M",
          "--aria-pagecache-buffer-size=8M",
          "--table-open-cache=400",
          "--character-set-server=utf8mb4",
          "--default-time-zone=+00:00",
          "--local-infile=ON");

  private final Path home;
  private final MariaDbBinaries binaries;
  private final PrivateSettings settings;

  private MariaDbInstallation(Path home, MariaDbBinaries binaries, PrivateSettings settings) {
    this.home = home;
    this.binaries = binaries;
    this.settings = settings;
  }

  /**
   * Stops the server of a killed service, and installs what is missing or incomplete.
   *
   * @param home the real path of an existing directory, locked by the caller
   */
  static MariaDbInstallation prepare(Path home) throws IOException {
    LeftoverProcess.stop(home.resolve("mariadb.pid"), home);
    MariaDbInstallation installation =
        new MariaDbInstallation(
            home,
            MariaDbBinaries.unpack(home),
            PrivateSettings.read(home.resolve("mariadb.settings")));
    Directories.recreate(installation.temporaryFiles());
    if (!Files.exists(installation.tables())) {
      installation.install();
    } else if (!installation.settings.has(PASSWORD)) {
      installation.bootstrap(installation.tables(), installation.account());
    }
    return installation;
  }

  String password() {
    return settings.secret(PASSWORD, PASSWORD_BYTES);
  }

  /** The port of the last start, 0 when there was none. */
  int port() {
    return settings.port();
  }

  /** Starts the server without waiting until it is ready. */
  MariaDbProcess serve(int port) throws IOException {
    settings.port(port);
    password();
    settings.write();
    List<String> command = command(tables());
    command.addAll(SERVE);
    command.add("--port=" + port);
    return launch(command, "");
  }

  /** Renames the directory last, so that one with the final name is complete. */
  private void install() throws IOException {
    Path fresh = Directories.recreate(home.resolve("mariadb-data.new"));
    bootstrap(
        fresh,
        "CREATE DATABASE mysql;\nUSE mysql;\n"
            + binaries.script("mariadb_system_tables.sql")
            + binaries.script("mariadb_performance_tables.sql")
            + binaries.script("mariadb_system_tables_data.sql")
            + account());
    Files.move(fresh, tables(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void bootstrap(Path tables, String sql) throws IOException {
    List<String> command = command(tables);
    command.addAll(BOOTSTRAP);
    MariaDbProcess run = launch(command, sql);
    try {
      run.awaitSuccess();
    } finally {
      run.stop();
    }
  }

  /** Replaces the accounts without a password, which the server's scripts create. */
  private String account() {
    return """
        USE mysql;
        DELETE FROM proxies_priv;
        DELETE FROM global_priv WHERE User = 'root';
        REPLACE INTO global_priv VALUES ('%s', '%s', JSON_OBJECT(
          'access', 18446744073709551615,
          'plugin', 'mysql_native_password',
          'authentication_string', PASSWORD('%s')));
        """
        .formatted(LoopbackPorts.HOST, USER, password());
  }

  private List<String> command(Path tables) {
    List<String> command = new ArrayList<>(ParentDeath.commandPrefix());
    command.add(binaries.executable().toString());
    // Ignores option files of this machine; must come first.
    command.add("--no-defaults");
    command.add("--basedir=" + binaries.baseDirectory());
    command.add("--lc-messages-dir=" + binaries.messagesDirectory());
    command.add("--datadir=" + tables);
    command.add("--tmpdir=" + temporaryFiles());
    command.add("--pid-file=" + home.resolve("mariadb.pid"));
    // No local socket, since its path may have at most 107 bytes.
    command.add("--socket=");
    if (System.getProperty("user.name", "").equals("root")) {
      command.add("--user=root");
    }
    command.addAll(ALWAYS);
    return command;
  }

  private MariaDbProcess launch(List<String> command, String input) throws IOException {
    return MariaDbProcess.launch(
        command, input, home.resolve("mariadb.pid"), home.resolve("mariadb.log"));
  }

  private Path tables() {
    return home.resolve("mariadb-data");
  }

  private Path temporaryFiles() {
    return home.resolve("mariadb-tmp");
  }
}
