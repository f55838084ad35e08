package com.globant.hiring.spark.job;

import com.globant.hiring.csv.loaddata.RowText;
import com.globant.hiring.domain.table.Column;
import com.globant.hiring.domain.table.Table;
import com.globant.hiring.domain.type.Storage;
import com.globant.hiring.spark.job.JobDescription.Database;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;

/** Connections to the database of a run. */
public final class JobDatabase {
  /** Rows of a long answer that are fetched at once. */
  private static final int FETCHED_ROWS = 10_000;

  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

  private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A part may wait for another attempt at it, which has to come to its end first. */
  private static final int LONGEST_WAIT_SECONDS = 3600;

  /** After so long without rows, the server takes the client for dead and undoes its part. */
  private static final int LONGEST_SILENCE_SECONDS = 300;

  /** What changes results or what is stored, whatever the server's own settings are. */
  private static final String SESSION =
      """
      SET NAMES utf8mb4 COLLATE utf8mb4_bin,
        SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
        SESSION time_zone = '+00:00',
        SESSION transaction_isolation = 'READ-COMMITTED',
        SESSION transaction_read_only = 0,
        SESSION completion_type = 'NO_CHAIN',
        SESSION foreign_key_checks = 1,
        SESSION unique_checks = 1,
        SESSION sql_safe_updates = 0,
        SESSION sql_select_limit = 18446744073709551615,
        SESSION max_join_size = 18446744073709551615,
        SESSION innodb_lock_wait_timeout = %1$d,
        SESSION lock_wait_timeout = %1$d,
        SESSION wait_timeout = %1$d,
        SESSION net_read_timeout = %2$d,
        SESSION net_write_timeout = %2$d\
      """
          .formatted(LONGEST_WAIT_SECONDS, LONGEST_SILENCE_SECONDS);

  private final Database at;
  private final DatabaseLogin login;

  JobDatabase(Database at, DatabaseLogin login) {
    this.at = at;
    this.login = login;
  }

  /**
   * A connection without autocommit; the caller closes it. If the server cannot be reached, as
   * while it is restarted, it is tried for two minutes.
   */
  public Connection connect() throws SQLException {
    long begun = System.nanoTime();
    while (true) {
      try {
        return connectOnce();
      } catch (SQLException failure) {
        boolean unreachable =
            failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransientConnectionException;
        if (!unreachable || System.nanoTime() - begun > LONGEST_OUTAGE.toNanos()) {
          throw failure;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private Connection connectOnce() throws SQLException {
    MariaDbDataSource source =
        new MariaDbDataSource(
            "jdbc:mariadb://address=(host=%s)(port=%d)/?connectTimeout=%d&allowLocalInfile=true&allowPublicKeyRetrieval=true&tinyInt1isBit=false&sslMode=%s"
                    .formatted(
                        at.host(),
                        at.port(),
                        CONNECT_TIMEOUT_MILLIS,
                        Objects.requireNonNullElse(at.tls(), "disable"))
                + authorities(at.tlsAuthorities()));
    source.setUser(Objects.requireNonNullElse(login.user(), at.user()));
    source.setPassword(login.password());
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  private static String authorities(@Nullable String certificates) throws SQLException {
    if (certificates == null) {
      return "";
    }
    try {
      return "&serverSslCert=" + CertificateFile.of(certificates);
    } catch (IOException failure) {
      throw new SQLException("The authorities of the database cannot be stored", failure);
    }
  }

  /** A table of the loaded schema, quoted. */
  public String table(String name) {
    return quoted(at.schema()) + "." + quoted(name);
  }

  /** A table of the service's schema, quoted. */
  public String serviceTable(String name) {
    return quoted(at.serviceSchema()) + "." + quoted(name);
  }

  public static String columns(List<String> names) {
    return names.stream().map(JobDatabase::quoted).collect(Collectors.joining(", "));
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /**
   * Reads the values of some columns of all rows, as keys are in a row.
   *
   * @param taker gets the value, or a list of several; rows with a NULL among them are left out
   */
  public void readKeys(Table table, List<String> names, Consumer<Object> taker)
      throws SQLException {
    List<Column> columns =
        names.stream().map(name -> table.columns().get(table.position(name))).toList();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED_ROWS);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT %s FROM %s".formatted(columns(names), table(table.name())))) {
        while (rows.next()) {
          Object key = key(rows, columns);
          if (key != null) {
            taker.accept(key);
          }
        }
      }
    }
  }

  /**
   * The unique indexes of a table that rows can violate, in the order in which the server checks
   * them: the columns of each by its name, in lower case.
   */
  public Map<String, Set<String>> uniqueIndexes(Table table) throws SQLException {
    Set<String> numbered = new HashSet<>();
    columnsWhere(table, "extra LIKE '%auto_increment%'")
        .keySet()
        .forEach(name -> numbered.add(lower(name)));
    table.columnNames().forEach(name -> numbered.remove(lower(name)));
    Map<String, Set<String>> indexes = new LinkedHashMap<>();
    Set<String> neverViolated = new HashSet<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SHOW INDEX FROM " + table(table.name()))) {
      while (found.next()) {
        if (found.getInt("Non_unique") == 0) {
          String name = found.getString("Key_name");
          String column = found.getString("Column_name");
          boolean whole = column != null && found.getString("Sub_part") == null;
          indexes
              .computeIfAbsent(name, none -> new TreeSet<>())
              .add(
                  column == null
                      ? name + "(expression)"
                      : lower(column) + (whole ? "" : "(prefix)"));
          if (column != null && numbered.contains(lower(column))) {
            neverViolated.add(name);
          }
        }
      }
    }
    // Rows have no value for a column that the database numbers, so they never conflict in it.
    indexes.keySet().removeAll(neverViolated);
    return indexes;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Requires that the server compares some columns by code points without padding, as this job
   * does.
   *
   * @throws IllegalArgumentException if it does not
   */
  public void requireExact(Table table, List<String> columns) throws SQLException {
    columnsWhere(table, "collation_name NOT IN ('utf8mb4_0900_bin', 'utf8mb4_nopad_bin')")
        .forEach(
            (column, collation) -> {
              if (columns.stream().anyMatch(column::equalsIgnoreCase)) {
                throw new IllegalArgumentException(
                    "Column %s of %s, which is part of a key, has the collation %s, by which only the database can compare; let the service read the source itself"
                        .formatted(column, table.name(), collation));
              }
            });
  }

  /** The columns for which a condition holds, in the database's spelling, with their collations. */
  private Map<String, @Nullable String> columnsWhere(Table table, String condition)
      throws SQLException {
    Map<String, @Nullable String> columns = new LinkedHashMap<>();
    try (Connection connection = connect();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT column_name, collation_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ? AND "
                    + condition)) {
      query.setString(1, at.schema());
      query.setString(2, table.name());
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          columns.put(found.getString(1), found.getString(2));
        }
      }
    }
    return columns;
  }

  private static @Nullable Object key(ResultSet row, List<Column> columns) throws SQLException {
    List<Object> key = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      Object value = RowText.parsed(columns.get(i).type().storage().kind(), row.getString(i + 1));
      if (value == null) {
        return null;
      }
      // The column of a table that existed may have more digits than the definition.
      Storage storage = columns.get(i).type().storage();
      key.add(
          value instanceof BigDecimal decimal
                  && decimal.stripTrailingZeros().scale() <= storage.scale()
              ? decimal.setScale(storage.scale())
              : value);
    }
    return key.size() == 1 ? key.get(0) : List.copyOf(key);
  }
}
