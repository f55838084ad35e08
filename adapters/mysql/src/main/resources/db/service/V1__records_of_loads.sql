-- What the service keeps of loads, of whatever schema. Every script can run again after it failed
-- half-way. All times are in UTC and of the database's clock.

-- The records of all loads. The instance that runs a load keeps its record locked in the load's own
-- transaction, and sets it to committed there: a running record without a lock is that of a load that
-- died. InnoDB adds the primary key to each index, so that each also gives the newest. rejects_kept is
-- how many refused rows were kept, the first ones; NULL for all of them. by_rejects finds the dry runs
-- whose refused rows are to be deleted. source is NULL for the body of a request, and then files_done
-- and files_total are too. run_engine and run_id are those of the run that wrote the rows, NULL if the
-- service does; while the load runs, bulk_runs has them.
CREATE TABLE IF NOT EXISTS loads (
  sequence BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  load_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  schema_name VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  append BOOLEAN NOT NULL,
  source VARCHAR(2048) NULL,
  engine VARCHAR(16) NOT NULL,
  header VARCHAR(16) NULL,
  field_delimiter VARCHAR(16) NULL,
  column_mapping MEDIUMTEXT NULL,
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
  files_done INT NULL,
  files_total INT NULL,
  sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  elapsed_ms BIGINT NOT NULL DEFAULT 0,
  errors MEDIUMTEXT NULL,
  rejects_stored BOOLEAN NOT NULL DEFAULT FALSE,
  rejects_kept BIGINT NULL,
  run_engine VARCHAR(16) NULL,
  run_id VARCHAR(255) NULL,
  problem_code VARCHAR(64) NULL,
  problem_detail MEDIUMTEXT NULL,
  started_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6) NULL,
  UNIQUE KEY by_load_id (load_id),
  KEY by_status (status),
  KEY by_schema (schema_name),
  KEY by_table (table_name),
  KEY by_table_and_status (table_name, status),
  KEY by_end (ended_at),
  KEY by_rejects (dry_run, rejects_stored, ended_at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How far running loads have come, and whether a client cancelled them: apart from their
-- records, which are locked.
CREATE TABLE IF NOT EXISTS load_progress (
  load_id CHAR(36) NOT NULL PRIMARY KEY,
  rows_read BIGINT NOT NULL DEFAULT 0,
  rows_inserted BIGINT NOT NULL DEFAULT 0,
  rows_updated BIGINT NOT NULL DEFAULT 0,
  rows_ignored BIGINT NOT NULL DEFAULT 0,
  rows_rejected BIGINT NOT NULL DEFAULT 0,
  rows_incomplete BIGINT NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0,
  files_done INT NULL,
  files_total INT NULL,
  cancel_requested BOOLEAN NOT NULL DEFAULT FALSE,
  updated_at DATETIME(6) NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Which load a client's key stands for. key_hash is the SHA-256 of client and key: the two of them
-- are longer than some servers let a key be.
CREATE TABLE IF NOT EXISTS idempotency_keys (
  key_hash BINARY(32) NOT NULL PRIMARY KEY,
  load_id CHAR(36) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  KEY by_age (created_at)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- One row a table of each schema, made when the schema is; a load locks them in its own transaction,
-- so that its locks die with it.
CREATE TABLE IF NOT EXISTS load_locks (
  schema_name VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  PRIMARY KEY (schema_name, table_name)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Large loads that are put into a table of their own, which then takes the place of the one that is
-- loaded. A row is here as long as such a table may be. If it has taken the place and the record
-- of the load does not say committed, its instance or connection died between the two, and the row
-- tells what the record must say.
CREATE TABLE IF NOT EXISTS shadow_loads (
  load_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  schema_name VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  rows_read BIGINT NOT NULL DEFAULT 0,
  rows_inserted BIGINT NOT NULL DEFAULT 0,
  rows_updated BIGINT NOT NULL DEFAULT 0,
  rows_ignored BIGINT NOT NULL DEFAULT 0,
  rows_rejected BIGINT NOT NULL DEFAULT 0,
  rows_incomplete BIGINT NOT NULL DEFAULT 0,
  bytes BIGINT NOT NULL DEFAULT 0,
  files_done INT NULL,
  files_total INT NULL,
  sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  elapsed_ms BIGINT NOT NULL DEFAULT 0,
  errors MEDIUMTEXT NULL,
  rejects_stored BOOLEAN NOT NULL DEFAULT FALSE,
  rejects_kept BIGINT NULL,
  run_engine VARCHAR(16) NULL,
  run_id VARCHAR(255) NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- shadow: held exclusive by the one such load of a table. in_place: held shared by appends that
-- write into the table itself.
CREATE TABLE IF NOT EXISTS shadow_locks (
  schema_name VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  kind VARCHAR(8) NOT NULL,
  PRIMARY KEY (schema_name, table_name, kind)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row a run, inserted by the service before it starts the run, updated by the job. Each part of
-- the job locks it: once the row is deleted, no part commits any more. run_id is the engine's own. If
-- the load's record is running and not locked, any instance may continue the load; until one does,
-- no other load takes what this one had locked.
CREATE TABLE IF NOT EXISTS bulk_runs (
  load_id CHAR(36) NOT NULL PRIMARY KEY,
  engine VARCHAR(16) NOT NULL,
  run_id VARCHAR(255) NULL,
  phase VARCHAR(16) NOT NULL,
  files INT NOT NULL DEFAULT 0,
  parts INT NULL,
  updated_at DATETIME(6) NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- The parts that are written, each in the transaction that adds its rows. cells is NULL or, for hires,
-- a JSON array of [year, department_id, job_id, q1, q2, q3, q4], as in hires_summary.
CREATE TABLE IF NOT EXISTS load_parts (
  load_id CHAR(36) NOT NULL,
  part INT NOT NULL,
  rows_inserted BIGINT NOT NULL,
  rows_incomplete BIGINT NOT NULL,
  cells MEDIUMTEXT NULL,
  PRIMARY KEY (load_id, part)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET ascii COLLATE ascii_bin;
