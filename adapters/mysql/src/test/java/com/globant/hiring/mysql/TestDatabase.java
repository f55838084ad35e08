package com.globant.hiring.mysql;

import com.globant.hiring.domain.report.HiringTables;
import com.globant.hiring.domain.table.Catalog;
import com.globant.hiring.domain.table.Exchange;
import com.globant.hiring.domain.table.Schema;
import com.globant.hiring.embedded.EmbeddedMariaDb;
import com.globant.hiring.mysql.MySqlSettings.Counting;
import com.globant.hiring.mysql.MySqlSettings.Login;
import com.globant.hiring.mysql.MySqlSettings.Tls;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.MariaDbDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/**
 * The server that tests run against, one for all tests of a JVM: the one that the environment
 * variable {@value #URL_VARIABLE} names, as {@code mysql://user:password@host:port}, whose user may
 * create schemas; else MySQL in a container where Docker answers; else the embedded MariaDB.
 */
public record TestDatabase(String host, int port, String user, String password) {
  public static final String URL_VARIABLE = "HIRING_TEST_DATABASE_URL";

  private static final String IMAGE = "mysql:8.4";
  private static @Nullable TestDatabase running;

  /** Started at the first call; ends with the JVM. */
  public static synchronized TestDatabase running() {
    if (running == null) {
      running = chosen();
    }
    return running;
  }

  private static TestDatabase chosen() {
    String url = System.getenv(URL_VARIABLE);
    if (url != null && !url.isBlank()) {
      return at(URI.create(url.strip()));
    }
    return DockerClientFactory.instance().isDockerAvailable() ? inContainer() : embedded();
  }

  private static TestDatabase at(URI url) {
    if (!"mysql".equals(url.getScheme()) || url.getHost() == null || url.getUserInfo() == null) {
      throw new IllegalArgumentException(
          URL_VARIABLE + " must look like mysql://user:password@host:port");
    }
    String[] user = url.getUserInfo().split(":", 2);
    return new TestDatabase(
        url.getHost(),
        url.getPort() < 0 ? 3306 : url.getPort(),
        user[0],
        user.length < 2 ? "" : user[1]);
  }

  private static TestDatabase inContainer() {
    String password = UUID.randomUUID().toString();
    @SuppressWarnings("resource") // Docker takes it away after the JVM has ended
    GenericContainer<?> container =
        new GenericContainer<>(IMAGE)
            .withEnv("MYSQL_ROOT_PASSWORD", password)
            .withExposedPorts(3306)
            // The server that sets the data up listens at port 0.
            .waitingFor(Wait.forLogMessage(".*ready for connections.*port: 3306.*\\s", 1));
    container.start();
    return new TestDatabase(container.getHost(), container.getMappedPort(3306), "root", password);
  }

  private static TestDatabase embedded() {
    EmbeddedMariaDb database =
        EmbeddedMariaDb.start(Path.of("target", "test-database").toAbsolutePath());
    Runtime.getRuntime().addShutdownHook(new Thread(database::close));
    return new TestDatabase(database.host(), database.port(), database.user(), database.password());
  }

  /** The same server, for a user who may do anything with one schema and the service's own. */
  public TestDatabase withUser(String newUser, String newPassword, String schema) {
    execute("CREATE USER %s IDENTIFIED BY '%s'".formatted(newUser, newPassword));
    execute("GRANT ALL ON %s.* TO %s".formatted(schema, newUser));
    execute("GRANT ALL ON %s.* TO %s".formatted(serviceSchema(schema), newUser));
    return new TestDatabase(host, port, newUser, newPassword);
  }

  /** Runs a statement over a connection of its own, which is at no schema. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of a query over a connection of its own. */
  public List<String> queried(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (result.next()) {
        values.add(result.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** A name for a schema that nobody else has; not in MariaDB's test_%, where everybody may all. */
  public static String newSchemaName() {
    return "it_" + UUID.randomUUID().toString().replace("-", "");
  }

  /** The name of the service's own schema beside a schema of a test. */
  public static String serviceSchema(String schema) {
    return schema + "_s";
  }

  /** Settings that fit tests, for schemas with the hiring tables. */
  public MySqlSettings settings(String... schemas) {
    return settings(Stream.of(schemas).map(HiringTables::schema).toList());
  }

  /** Settings that fit tests: short waits, small pools. */
  public MySqlSettings settings(List<Schema> schemas) {
    return new MySqlSettings(
        host,
        port,
        () -> new Login(user, password),
        new Catalog(schemas),
        serviceSchema(schemas.get(0).name()),
        Tls.PREFERRED,
        null,
        4,
        2,
        16,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        Duration.ofDays(400),
        Path.of("target", "rows"),
        true,
        Exchange.AUTO,
        Counting.SUMMARY,
        1 << 20);
  }

  /**
   * The same settings, of which some are others.
   *
   * @param changes name and value of each
   */
  public static MySqlSettings with(MySqlSettings settings, @Nullable Object... changes) {
    Map<Object, @Nullable Object> changed = new HashMap<>();
    for (int i = 0; i < changes.length; i += 2) {
      changed.put(Objects.requireNonNull(changes[i]), changes[i + 1]);
    }
    RecordComponent[] components = MySqlSettings.class.getRecordComponents();
    try {
      @Nullable Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        String name = components[i].getName();
        values[i] =
            changed.containsKey(name)
                ? changed.remove(name)
                : components[i].getAccessor().invoke(settings);
      }
      if (!changed.isEmpty()) {
        throw new IllegalArgumentException("No such settings: " + changed.keySet());
      }
      return (MySqlSettings) MySqlSettings.class.getConstructors()[0].newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A connection beside the adapter, to be closed by the caller. */
  public Connection connect() throws SQLException {
    MariaDbDataSource dataSource =
        new MariaDbDataSource(
            "jdbc:mariadb://%s:%d/?allowPublicKeyRetrieval=true".formatted(host, port));
    dataSource.setUser(user);
    dataSource.setPassword(password);
    return dataSource.getConnection();
  }

  @Override
  public String toString() {
    return "%s@%s:%d".formatted(user, host, port);
  }
}
