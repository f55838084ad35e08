package com.globant.hiring.spark;

import com.globant.hiring.embedded.EmbeddedMariaDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server that tests run against: the one that {@code HIRING_TEST_DATABASE_URL} names, as {@code
 * mysql://user:password@host:port}, else the embedded MariaDB. One for all tests of a JVM.
 */
record TestDatabase(String host, int port, String user, String password) {
  private static @Nullable TestDatabase running;

  static synchronized TestDatabase running() {
    TestDatabase known = running;
    if (known == null) {
      String url = System.getenv("HIRING_TEST_DATABASE_URL");
      known = url == null || url.isBlank() ? embedded() : at(URI.create(url.strip()));
      running = known;
    }
    return known;
  }

  private static TestDatabase at(URI url) {
    String[] user = Objects.requireNonNull(url.getUserInfo()).split(":", 2);
    return new TestDatabase(
        Objects.requireNonNull(url.getHost()),
        url.getPort(),
        user[0],
        user.length < 2 ? "" : user[1]);
  }

  private static TestDatabase embedded() {
    try {
      EmbeddedMariaDb database = EmbeddedMariaDb.start(Files.createTempDirectory("spark-database"));
      Runtime.getRuntime().addShutdownHook(new Thread(database::close));
      return of(database);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static TestDatabase of(EmbeddedMariaDb database) {
    return new TestDatabase(database.host(), database.port(), database.user(), database.password());
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://%s:%d/?allowPublicKeyRetrieval=true&sslMode=disable&tinyInt1isBit=false&allowMultiQueries=true"
            .formatted(host, port),
        user,
        password);
  }

  /** Of the columns that the service creates: code points without padding. */
  String collation() {
    return isMariaDb() ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
  }

  /** The transactions that wait for a lock of a table. */
  Set<String> waiting(String schema, String table) {
    String sql =
        isMariaDb()
            ? "SELECT w.requesting_trx_id FROM information_schema.innodb_lock_waits w JOIN information_schema.innodb_locks l ON l.lock_id = w.requested_lock_id WHERE l.lock_table = '`%s`.`%s`'"
            : "SELECT requesting_engine_transaction_id FROM performance_schema.data_lock_waits w JOIN performance_schema.data_locks l ON l.engine_lock_id = w.requesting_engine_lock_id WHERE l.object_schema = '%s' AND l.object_name = '%s'";
    return query(sql.formatted(schema, table)).stream()
        .map(row -> String.valueOf(row.get(0)))
        .collect(Collectors.toSet());
  }

  private boolean isMariaDb() {
    return String.valueOf(query("SELECT VERSION()")).contains("MariaDB");
  }

  void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET NAMES utf8mb4 COLLATE utf8mb4_bin, SESSION time_zone = '+00:00'");
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  /** Rows as texts, NULL as null. */
  List<List<@Nullable String>> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<List<@Nullable String>> all = new ArrayList<>();
      while (rows.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        all.add(row);
      }
      return all;
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }
}
