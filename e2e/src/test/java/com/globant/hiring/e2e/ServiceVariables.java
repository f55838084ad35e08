package com.globant.hiring.e2e;

import com.globant.hiring.embedded.EmbeddedS3;
import com.globant.hiring.mysql.TestDatabase;
import java.util.Map;

/** Environment variables for a service under test. */
final class ServiceVariables {
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
