package com.globant.hiring.e2e;

import com.globant.hiring.mysql.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Queries the database of the service, by another driver. */
final class Sql {
  private final String url;
  private final String schema;
  private final String user;
  private final String password;

  /**
   * @param schema may be empty
   */
  Sql(TestDatabase database, String schema) {
    this.url =
        "jdbc:mariadb://%s:%d/%s?allowPublicKeyRetrieval=true"
            .formatted(database.host(), database.port(), schema);
    this.schema = schema;
    this.user = database.user();
    this.password = database.password();
  }

  Connection connect() throws SQLException {
    Connection connection = DriverManager.getConnection(url, user, password);
    try (Statement unlimited = connection.createStatement()) {
      // Overrides global values that a test has set for the service.
      unlimited.execute(
          "SET SESSION sql_select_limit = 18446744073709551615, SESSION max_join_size = 18446744073709551615 /*!80000 , SESSION max_execution_time = 0 */");
    }
    return connection;
  }

  /** Rows as their values with a bar between them. */
  List<String> rows(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          values.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join("|", values));
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  long count(String table) {
    return Long.parseLong(rows("SELECT COUNT(*) FROM " + table).get(0));
  }

  void execute(String statement) {
    try (Connection connection = connect();
        Statement executed = connection.createStatement()) {
      executed.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(statement, e);
    }
  }

  String schema() {
    return schema;
  }

  /** The service's own schema beside that of the test. */
  String service() {
    return TestDatabase.serviceSchema(schema);
  }

  /** Drops a schema and the service's own beside it. */
  void drop(String ofTest) {
    execute("DROP DATABASE IF EXISTS " + TestDatabase.serviceSchema(ofTest));
    execute("DROP DATABASE " + ofTest);
  }

  /** Empties the three tables. Loads would have changed the versions, which reports go by. */
  void empty() {
    execute("DELETE FROM hired_employees");
    execute("DELETE FROM departments");
    execute("DELETE FROM jobs");
    execute("UPDATE content_versions SET version = UUID()");
  }
}
