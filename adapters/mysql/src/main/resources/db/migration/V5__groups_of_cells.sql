-- The summary of hires with 32 neighbouring jobs of a year and department in one row, since a row of
-- its own for each of them cost more than all else that a load adds to its commit.
-- job_group is FLOOR(job_id / 32). cells is a JSON array of [job_id, q1, q2, q3, q4], for the jobs that
-- have any hire; as before, job_id is 2147483648 for hires without a job, and hires without a date or
-- a department are not here. Groups without a cell may be there.
-- An instance of the version before cannot write these rows: its loads of hires fail at their commit,
-- with nothing changed, until it is replaced.

DROP TABLE IF EXISTS hires_summary;

CREATE TABLE hires_summary (
  hire_year SMALLINT NOT NULL,
  department_id INT NOT NULL,
  job_group BIGINT NOT NULL,
  cells TEXT NOT NULL,
  PRIMARY KEY (hire_year, department_id, job_group)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

SET SESSION group_concat_max_len = 65536;

-- Counted anew from what is committed, without waiting for loads of the version before.
SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;

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
