package com.globant.hiring.e2e;

import com.globant.hiring.embedded.EmbeddedS3;
import com.globant.hiring.http.ApiKey;
import com.globant.hiring.mysql.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** Environment variables for a service under test. */
final class ServiceVariables {
  /** A load may be about to lock its record for as long as it may wait for a connection. */
  static final Map<String, String> DEAD_LOADS_END_SOON =
      Map.of("HIRING_DATABASE_CONNECT_TIMEOUT_SECONDS", "3");

  private ServiceVariables() {}

  /** For this database, schema and its service schema. */
  static Map<String, String> of(TestDatabase database, String schema) {
    return Map.of(
        "HIRING_DATABASE_HOST", database.host(),
        "HIRING_DATABASE_PORT", String.valueOf(database.port()),
        "HIRING_DATABASE_USER", database.user(),
        "HIRING_DATABASE_PASSWORD", database.password(),
        "HIRING_DATABASE_SCHEMAS", schema,
        "HIRING_DATABASE_SERVICE_SCHEMA", TestDatabase.serviceSchema(schema));
  }

  /** For these API keys, which are written to a file. */
  static Map<String, String> keysIn(Path file, ApiKey... keys) throws IOException {
    Files.write(file, Stream.of(keys).map(ApiKey::line).toList());
    return Map.of("HIRING_AUTH_MODE", "api-key", "HIRING_AUTH_API_KEYS_FILE", file.toString());
  }

  /** For this bucket. */
  static Map<String, String> of(EmbeddedS3 store) {
    return Map.of(
        "HIRING_STORAGE_BUCKET", store.bucket(),
        "HIRING_STORAGE_REGION", store.region(),
        "HIRING_STORAGE_ENDPOINT", store.endpoint().toString(),
        "HIRING_STORAGE_ACCESS_KEY", store.accessKey(),
        "HIRING_STORAGE_SECRET_KEY", store.secretKey());
  }
}
