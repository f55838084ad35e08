package com.globant.hiring.mysql.record;

import com.globant.hiring.mysql.connection.Sql;

/** The text of statements on the runs of loads on a cluster. */
public final class BulkRunSql {
  private final String runs;
  private final String parts;
  private final String loads;

  /**
   * @param schema that of the service
   */
  public BulkRunSql(String schema) {
    this.runs = Sql.name(schema, "bulk_runs");
    this.parts = Sql.name(schema, "load_parts");
    this.loads = Sql.name(schema, "loads");
  }

  /** The table's quoted name. */
  String runs() {
    return runs;
  }

  /** The number of parts of a load that are written. */
  String partsDone(String loadId) {
    return "(SELECT COUNT(*) FROM %s lp WHERE lp.load_id = %s)".formatted(parts, loadId);
  }

  /** Parameters: the load and the engine. */
  public String insert() {
    return "INSERT INTO %s (load_id, engine, phase, updated_at) VALUES (?, ?, 'queued', UTC_TIMESTAMP(6))"
        .formatted(runs);
  }

  /** Parameters: the run and the load. */
  public String started() {
    return "UPDATE %s SET run_id = ?, updated_at = UTC_TIMESTAMP(6) WHERE load_id = ?"
        .formatted(runs);
  }

  /** Parameters: the phase and the load. */
  public String phase() {
    return "UPDATE %s SET phase = ?, updated_at = UTC_TIMESTAMP(6) WHERE load_id = ?"
        .formatted(runs);
  }

  /** Waits for parts that are being committed; no later one is. Parameter: the load. */
  public String delete() {
    return "DELETE FROM %s WHERE load_id = ?".formatted(runs);
  }

  /** Parameter: the load. */
  public String deleteParts() {
    return "DELETE FROM %s WHERE load_id = ?".formatted(parts);
  }

  /**
   * Engine, run, phase, parts, parts done, rows and incomplete rows in them. Parameter: the load.
   */
  public String progress() {
    return """
        SELECT b.engine, b.run_id, b.phase, b.parts, COUNT(p.part), COALESCE(SUM(p.rows_inserted), 0),
          COALESCE(SUM(p.rows_incomplete), 0)
        FROM %s b LEFT JOIN %s p ON p.load_id = b.load_id
        WHERE b.load_id = ? GROUP BY b.load_id"""
        .formatted(runs, parts);
  }

  /** Parts of hires with their cells. Parameters: the load, the first part, the number of parts. */
  public String cells() {
    return "SELECT part, cells FROM %s WHERE load_id = ? AND part >= ? AND cells IS NOT NULL ORDER BY part LIMIT ?"
        .formatted(parts);
  }

  /** The running loads that have a run; most of them are held. */
  public String ofRunningLoads() {
    return "SELECT b.load_id FROM %s b JOIN %s l ON l.load_id = b.load_id WHERE l.status = 'running'"
        .formatted(runs, loads);
  }

  /** Locks the record of a running load unless an instance holds it. Parameter: the load. */
  public String claimUnlessHeld() {
    return "SELECT load_id FROM %s WHERE load_id = ? AND status = 'running' FOR UPDATE SKIP LOCKED"
        .formatted(loads);
  }

  /** Keeps engine and run in the record. Parameter: the load. */
  public String keepRun() {
    return "UPDATE %s l JOIN %s b ON b.load_id = l.load_id SET l.run_engine = b.engine, l.run_id = b.run_id WHERE l.load_id = ?"
        .formatted(loads, runs);
  }
}
