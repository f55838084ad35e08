package com.globant.hiring.e2e;

import com.globant.hiring.bootstrap.Service;
import com.globant.hiring.bootstrap.Settings;
import com.globant.hiring.embedded.EmbeddedMariaDb;
import com.globant.hiring.local.LocalServers;
import com.globant.hiring.mysql.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A service that a test has for itself, with a schema of its own. */
final class OwnService implements AutoCloseable {
  private final Service service;
  private final HiringServer server;
  private final Sql sql;

  private OwnService(Service service, String schema, Sql sql) {
    this.service = service;
    this.server = new HiringServer(service.uri(), schema);
    this.sql = sql;
  }

  /** With the database under test. */
  static OwnService start(Path data, Map<String, String> settings) {
    return start(data, TestDatabase.running(), settings);
  }

  /** With any server. */
  static OwnService start(Path data, TestDatabase database, Map<String, String> settings) {
    return start(
        data, database.host(), database.port(), database.user(), database.password(), settings);
  }

  /** With a database of the test's own. */
  static OwnService start(Path data, EmbeddedMariaDb database, Map<String, String> settings) {
    return start(
        data, database.host(), database.port(), database.user(), database.password(), settings);
  }

  private static OwnService start(
      Path data,
      String host,
      int port,
      String user,
      String password,
      Map<String, String> settings) {
    String schema = TestDatabase.newSchemaName();
    Map<String, String> environment = new HashMap<>();
    environment.put("HIRING_HTTP_PORT", "0");
    environment.put("HIRING_DATA_DIR", data.toString());
    environment.put("HIRING_DATABASE_HOST", host);
    environment.put("HIRING_DATABASE_PORT", String.valueOf(port));
    environment.put("HIRING_DATABASE_USER", user);
    environment.put("HIRING_DATABASE_PASSWORD", password);
    environment.put("HIRING_DATABASE_SCHEMAS", schema);
    environment.putAll(settings);
    environment.put(
        "HIRING_DATABASE_SERVICE_SCHEMA",
        TestDatabase.serviceSchema(environment.get("HIRING_DATABASE_SCHEMAS")));
    Service service =
        Service.start(Settings.read(null, environment), new LocalServers(environment));
    return new OwnService(service, schema, new Sql(host, port, schema, user, password));
  }

  HiringServer server() {
    return server;
  }

  Sql sql() {
    return sql;
  }

  /** Stops the service in order; its schema stays, for a look at what is left. */
  @Override
  public void close() {
    service.close();
  }
}
