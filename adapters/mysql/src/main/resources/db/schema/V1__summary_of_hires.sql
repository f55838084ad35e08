-- What the service derives from the rows of a schema, kept beside them so that a dump of the schema
-- is whole. Every script can run again after it failed half-way.

-- What the last load left in a table. version changes with each commit to the table, in the same
-- transaction, so that whoever sees the same version sees the same content. first_id and last_id are
-- the least and the greatest key of hired_employees, NULL for none and for other tables: if those of
-- the table are others, another client has changed it, and the summary is not to be trusted; nor is
-- it if a load has found that and added to the table since, which might make them equal again.
CREATE TABLE IF NOT EXISTS content_versions (
  table_name VARCHAR(64) NOT NULL PRIMARY KEY,
  version CHAR(36) NOT NULL,
  first_id INT NULL,
  last_id INT NULL,
  trusted BOOLEAN NOT NULL DEFAULT TRUE
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- Hires by year, department, job and quarter (UTC), of which the reports are made; kept by the loads,
-- each in its own transaction. 32 neighbouring jobs of a year and department are in one row, since a
-- row of its own for each of them cost more than all else that a load adds to its commit.
-- job_group is FLOOR(job_id / 32). cells is a JSON array of [job_id, q1, q2, q3, q4], for the jobs that
-- have any hire; job_id is 2147483648, which no INT is, for hires without a job. Hires without a date
-- or a department are in no report, and not here. Groups without a cell may be there.
CREATE TABLE IF NOT EXISTS hires_summary (
  hire_year SMALLINT NOT NULL,
  department_id INT NOT NULL,
  job_group BIGINT NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (hire_year, department_id, job_group)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What loads with very many different departments, jobs and years cannot keep in memory until their
-- commit. Empty but for what their transactions have not committed.
CREATE TABLE IF NOT EXISTS hires_summary_spill (
  load_id CHAR(36) NOT NULL,
  hire_year SMALLINT NOT NULL,
  department_id INT NOT NULL,
  job_id BIGINT NOT NULL,
  q1 BIGINT NOT NULL,
  q2 BIGINT NOT NULL,
  q3 BIGINT NOT NULL,
  q4 BIGINT NOT NULL,
  PRIMARY KEY (load_id, hire_year, department_id, job_id)
) ENGINE = InnoDB ROW_FORMAT = DYNAMIC DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- A schema may come with rows. They are counted from what is committed, without waiting for those who
-- write them.
SET SESSION group_concat_max_len = 65536;
SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;

DELETE FROM hires_summary;

INSERT INTO hires_summary (hire_year, department_id, job_group, cells)
SELECT hire_year, department_id, FLOOR(job_id / 32),
  CONCAT('[', GROUP_CONCAT(CONCAT('[', CONCAT_WS(',', job_id, q1, q2, q3, q4), ']') ORDER BY job_id), ']')
FROM (
  SELECT YEAR(`datetime`) AS hire_year, department_id, COALESCE(job_id, 2147483648) AS job_id,
    COUNT(CASE QUARTER(`datetime`) WHEN 1 THEN 1 END) AS q1,
    COUNT(CASE QUARTER(`datetime`) WHEN 2 THEN 1 END) AS q2,
    COUNT(CASE QUARTER(`datetime`) WHEN 3 THEN 1 END) AS q3,
    COUNT(CASE QUARTER(`datetime`) WHEN 4 THEN 1 END) AS q4
  FROM hired_employees
  WHERE `datetime` IS NOT NULL AND department_id IS NOT NULL
  GROUP BY 1, 2, 3) counted
GROUP BY 1, 2, 3;

DELETE FROM content_versions;

INSERT INTO content_versions (table_name, version, first_id, last_id)
SELECT 'hired_employees', UUID(), MIN(id), MAX(id) FROM hired_employees;

INSERT INTO content_versions (table_name, version) VALUES ('departments', UUID()), ('jobs', UUID());
