-- The records of all loads, whatever became of them. Those of all schemas are kept in the first
-- configured one; the tables are in each, so that any can be the first.
-- Whoever runs a load keeps its record locked in the load's own transaction, and turns it to
-- committed there: a running record that nobody holds is that of a load that died.
-- All times are in UTC and of the database's clock.

RENAME TABLE loads TO committed_loads;

-- InnoDB adds the primary key to each index, so that each also tells the newest.
CREATE TABLE loads (
  sequence BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  load_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  schema_name VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  append BOOLEAN NOT NULL,
  header VARCHAR(16) NULL,
  missing VARCHAR(16) NOT NULL,
  abort_on_error BOOLEAN NOT NULL,
  max_errors BIGINT NOT NULL,
  on_duplicate VARCHAR(16) NOT NULL,
  dry_run BOOLEAN NOT NULL,
  client VARCHAR(2048) NULL,
  request_id VARCHAR(128) NOT NULL,
  idempotency_key VARCHAR(255) NULL,
  status VARCHAR(16) NOT NULL,
  rows_read BIGINT NOT NULL DEFAULT 0,
  rows_inserted BIGINT NOT NULL DEFAULT 0,
  rows_updated BIGINT NOT NULL DEFAULT 0,
  rows_ignored BIGINT NOT NULL DEFAULT 0,
  rows_rejected BIGINT NOT NULL DEFAULT 0,
  rows_incomplete BIGINT NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0,
  sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  elapsed_ms BIGINT NOT NULL DEFAULT 0,
  errors MEDIUMTEXT NULL,
  rejects_stored BOOLEAN NOT NULL DEFAULT FALSE,
  problem_code VARCHAR(64) NULL,
  problem_detail MEDIUMTEXT NULL,
  started_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  UNIQUE KEY by_load_id (load_id),
  KEY by_status (status),
  KEY by_table (table_name),
  KEY by_table_and_status (table_name, status),
  KEY by_end (ended_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What was not kept until now is given its default.
INSERT INTO loads (load_id, schema_name, table_name, append, missing, abort_on_error, max_errors,
  on_duplicate, dry_run, request_id, status, rows_read, rows_inserted, rows_updated, rows_ignored,
  rows_rejected, rows_incomplete, started_at, ended_at)
SELECT load_id, DATABASE(), table_name, append, 'null', FALSE, 9223372036854775807,
  'reject', FALSE, '', 'committed', rows_read, rows_inserted, rows_updated, rows_ignored,
  rows_rejected, rows_incomplete, committed_at, committed_at
FROM committed_loads
ORDER BY committed_at;

DROP TABLE committed_loads;

-- How far running loads have come, and whether they are still wanted: apart from their records,
-- which are locked.
CREATE TABLE load_progress (
  load_id CHAR(36) NOT NULL PRIMARY KEY,
  rows_read BIGINT NOT NULL DEFAULT 0,
  rows_inserted BIGINT NOT NULL DEFAULT 0,
  rows_updated BIGINT NOT NULL DEFAULT 0,
  rows_ignored BIGINT NOT NULL DEFAULT 0,
  rows_rejected BIGINT NOT NULL DEFAULT 0,
  rows_incomplete BIGINT NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0,
  cancel_requested BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at DATETIME(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Which load a client's key stands for; client is empty where nobody needs a name. Binary, because
-- everything else takes keys that differ in blanks at their end for the same.
CREATE TABLE idempotency_keys (
  client VARBINARY(2048) NOT NULL,
  idempotency_key VARBINARY(255) NOT NULL,
  load_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at DATETIME(6) NOT NULL,
  PRIMARY KEY (client, idempotency_key),
  KEY by_age (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
