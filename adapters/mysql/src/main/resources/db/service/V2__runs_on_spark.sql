-- Loads that run on Spark. The script can run again after it failed half-way.

-- One row a run, inserted by the service before it starts the run, updated by the job. Each part of
-- the job locks it: once the row is deleted, no part commits any more. run_id is the engine's own.
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
