package com.globant.hiring.mysql.record;

import com.globant.hiring.mysql.connection.Sql;
import java.time.Duration;

/** The text of statements on idempotency keys, which are all in one schema. */
public final class IdempotencyKeySql {
  private final String keys;

  public IdempotencyKeySql(String schema) {
    this.keys = Sql.name(schema, "idempotency_keys");
  }

  /** Parameter: {@link RecordColumns#keyHash}. */
  String lock(Duration lifetime) {
    return "SELECT load_id, created_at < %s AS expired FROM %s WHERE key_hash = ? FOR UPDATE"
        .formatted(RecordSql.ago(lifetime), keys);
  }

  /** Parameters: the load's id and {@link RecordColumns#keyHash}. */
  String insert() {
    return "INSERT INTO %s (load_id, key_hash, created_at) VALUES (?, ?, UTC_TIMESTAMP(6))"
        .formatted(keys);
  }

  /** Parameters: the load's id and {@link RecordColumns#keyHash}. */
  String move() {
    return "UPDATE %s SET load_id = ?, created_at = UTC_TIMESTAMP(6) WHERE key_hash = ?"
        .formatted(keys);
  }

  public String prune(Duration lifetime) {
    return "DELETE FROM %s WHERE created_at < %s ORDER BY created_at LIMIT %d"
        .formatted(keys, RecordSql.ago(lifetime), RecordSql.A_FEW);
  }
}
