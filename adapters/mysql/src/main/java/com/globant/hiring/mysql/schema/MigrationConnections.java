package com.globant.hiring.mysql.schema;

import com.globant.hiring.mysql.connection.SessionSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.mariadb.jdbc.MariaDbDataSource;

/** JDBC connections with the {@link SessionSettings} of all other connections. */
final class MigrationConnections extends MariaDbDataSource {
  private final String sessionSettings;

  MigrationConnections(String url, String sessionSettings) throws SQLException {
    super(url);
    this.sessionSettings = sessionSettings;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sessionSettings);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
