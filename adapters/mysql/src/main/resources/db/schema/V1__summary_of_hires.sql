-- What the service derives from the rows of a schema, kept beside them so that a dump of the schema
-- is whole. Every script can run again after it failed half-way.

-- The version of each table's content. It changes with each commit to the table, in the same
-- transaction: as long as it is the same, so is the content. The row of hires_summary is only a lock:
-- of replaces, which delete rows of the summary, and of merges of its rows.
CREATE TABLE IF NOT EXISTS content_versions (
  table_name VARCHAR(64) NOT NULL PRIMARY KEY,
  version CHAR(36) NOT NULL
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Hires by year, department, job and quarter (UTC), for the reports, which sum the rows of a year.
-- A load only adds rows, with what it changes; a replace deletes those of others. From time to time
-- the rows of several loads are replaced by one with their sums. Only rows that are counted are valid:
-- a load that exchanges tables adds its rows before it is committed. cells is a JSON array of
-- [department_id, job_id, q1, q2, q3, q4], ordered; counts may be negative; job_id is 2147483648, which
-- no INT is, for hires without a job. Hires without a date or a department are in no report, and not
-- here. part numbers the rows of a load.
CREATE TABLE IF NOT EXISTS hires_summary (
  load_id CHAR(36) NOT NULL,
  hire_year SMALLINT NOT NULL,
  part INT NOT NULL,
  counted BOOLEAN NOT NULL,
  cells MEDIUMTEXT NOT NULL,
  PRIMARY KEY (load_id, hire_year, part),
  KEY by_year (hire_year)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- These delete nothing, and fail if another client has tables of the same names.
DELETE FROM content_versions WHERE table_name = '' AND version = '';
DELETE FROM hires_summary WHERE load_id = '' AND hire_year = 0 AND part = 0 AND NOT counted AND cells = '';
