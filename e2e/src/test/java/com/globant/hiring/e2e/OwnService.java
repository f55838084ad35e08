package com.globant.hiring.e2e;

import com.globant.hiring.bootstrap.service.Service;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.local.LocalServers;
import com.globant.hiring.mysql.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A service in this JVM with its own schema, for one test. */
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

  /**
   * With any database.
   *
   * @param settings variables that override those of the database
   */
  static OwnService start(Path data, TestDatabase database, Map<String, String> settings) {
    String schema = TestDatabase.newSchemaName();
    Map<String, String> environment = new HashMap<>(ServiceVariables.of(database, schema));
    environment.put("HIRING_HTTP_PORT", "0");
    environment.put("HIRING_DATA_DIR", data.toString());
    environment.putAll(settings);
    environment.put(
        "HIRING_DATABASE_SERVICE_SCHEMA",
        TestDatabase.serviceSchema(
            settings.getOrDefault("HIRING_DATABASE_SCHEMAS", schema).split(",", 2)[0]));
    Service service =
        Service.start(Settings.read(null, environment), new LocalServers(environment));
    return new OwnService(
        service,
        schema,
        new Sql(database.host(), database.port(), schema, database.user(), database.password()));
  }

  HiringServer server() {
    return server;
  }

  Sql sql() {
    return sql;
  }

  /** Stops the service; its schema stays for assertions. */
  @Override
  public void close() {
    service.close();
  }
}
