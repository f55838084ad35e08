-- Hires by year, department, job and quarter (UTC), of which the reports are made; kept by the loads,
-- each in its own transaction. Hires without a date or a department are in no report, and not here.
-- job_id is 2147483648, which no INT is, for hires without a job. Rows of zeros may be there.
CREATE TABLE hires_summary (
  hire_year SMALLINT NOT NULL,
  department_id INT NOT NULL,
  job_id BIGINT NOT NULL,
  q1 BIGINT NOT NULL,
  q2 BIGINT NOT NULL,
  q3 BIGINT NOT NULL,
  q4 BIGINT NOT NULL,
  PRIMARY KEY (hire_year, department_id, job_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

INSERT INTO hires_summary (hire_year, department_id, job_id, q1, q2, q3, q4)
SELECT YEAR(`datetime`), department_id, COALESCE(job_id, 2147483648),
  COUNT(CASE QUARTER(`datetime`) WHEN 1 THEN 1 END),
  COUNT(CASE QUARTER(`datetime`) WHEN 2 THEN 1 END),
  COUNT(CASE QUARTER(`datetime`) WHEN 3 THEN 1 END),
  COUNT(CASE QUARTER(`datetime`) WHEN 4 THEN 1 END)
FROM hired_employees
WHERE `datetime` IS NOT NULL AND department_id IS NOT NULL
GROUP BY 1, 2, 3;

-- What loads with very many different departments, jobs and years cannot keep in memory until their
-- commit. Empty but for what their transactions have not committed.
CREATE TABLE hires_summary_spill (
  load_id CHAR(36) NOT NULL,
  hire_year SMALLINT NOT NULL,
  department_id INT NOT NULL,
  job_id BIGINT NOT NULL,
  q1 BIGINT NOT NULL,
  q2 BIGINT NOT NULL,
  q3 BIGINT NOT NULL,
  q4 BIGINT NOT NULL,
  PRIMARY KEY (load_id, hire_year, department_id, job_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

-- What the last load left in a table. version changes with each commit to the table, in the same
-- transaction, so that whoever sees the same version sees the same content. first_id and last_id are
-- the least and the greatest key of hired_employees, NULL for none and for other tables: where those
-- of the table are others, another client has changed it, and the summary is not to be trusted; nor
-- is it where a load has found that and added to the table since, which might make them equal again.
CREATE TABLE contents (
  table_name VARCHAR(64) NOT NULL PRIMARY KEY,
  version CHAR(36) NOT NULL,
  first_id INT NULL,
  last_id INT NULL,
  trusted BOOLEAN NOT NULL DEFAULT TRUE
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

INSERT INTO contents (table_name, version, first_id, last_id)
SELECT 'hired_employees', UUID(), MIN(id), MAX(id) FROM hired_employees;

INSERT INTO contents (table_name, version) VALUES ('departments', UUID()), ('jobs', UUID());
