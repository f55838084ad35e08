package com.globant.hiring.mysql.schema;

import com.globant.hiring.mysql.connection.SessionSettings;
import com.globant.hiring.mysql.connection.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.mariadb.jdbc.MariaDbDataSource;

/** JDBC connections with the {@link SessionSettings} of all other connections. */
final class MigrationConnections extends MariaDbDataSource {
  private final String schema;
  private final String sessionSettings;

  /**
   * @param schema that connections are at, or empty
   */
  MigrationConnections(String url, String schema, String sessionSettings) throws SQLException {
    super(url);
    this.schema = schema;
    this.sessionSettings = sessionSettings;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sessionSettings);
      if (!schema.isEmpty()) {
        // Not in the URL, in which some characters have a meaning.
        statement.execute("USE " + Sql.quoted(schema));
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
