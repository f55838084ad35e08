package com.globant.hiring.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** SQL by a few words. */
final class Jdbc {

  private Jdbc() {}

  static String url(EmbeddedMariaDb database) {
    return url(database, database.user(), database.password());
  }

  static String url(EmbeddedMariaDb database, String user, String password) {
    return "jdbc:mariadb://%s:%d/?user=%s&password=%s"
        .formatted(database.host(), database.port(), user, password);
  }

  static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the first row. */
  static String query(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
