package com.globant.hiring.e2e;

import com.globant.hiring.bootstrap.service.Service;
import com.globant.hiring.bootstrap.settings.Settings;
import com.globant.hiring.local.LocalServers;
import com.globant.hiring.mysql.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A service in this JVM, for one test. */
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
   * With any database, and a schema of its own unless the settings name others.
   *
   * @param settings variables that override those of the database
   */
  static OwnService start(Path data, TestDatabase database, Map<String, String> settings) {
    String schema =
        settings.getOrDefault("HIRING_DATABASE_SCHEMAS", TestDatabase.newSchemaName())
            .split(",", 2)[0];
    Map<String, String> environment = new HashMap<>(ServiceVariables.of(database, schema));
    environment.put("HIRING_HTTP_PORT", "0");
    environment.put("HIRING_DATA_DIR", data.toString());
    environment.putAll(settings);
    Service service =
        Service.start(Settings.read(null, environment), new LocalServers(environment));
    return new OwnService(service, schema, new Sql(database, schema));
  }

  /** Another instance on the same schema. */
  OwnService beside(Path data) {
    return start(data, Map.of("HIRING_DATABASE_SCHEMAS", server.schema()));
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
