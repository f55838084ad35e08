-- Large loads that are put into a table of their own, which then takes the place of the one that is
-- loaded. A row is here as long as such a table may be. Where it has taken the place and the record
-- of the load does not say committed, its instance or connection died between the two, and the row
-- tells what the record must say. Kept where the records are.
CREATE TABLE shadow_loads (
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
  sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  elapsed_ms BIGINT NOT NULL DEFAULT 0,
  errors MEDIUMTEXT NULL,
  rejects_stored BOOLEAN NOT NULL DEFAULT FALSE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- shadow: held exclusive by the one such load of a table. in_place: held shared by appends that
-- write into the table itself.
CREATE TABLE shadow_locks (
  table_name VARCHAR(64) NOT NULL,
  kind VARCHAR(8) NOT NULL,
  PRIMARY KEY (table_name, kind)
) ENGINE = InnoDB DEFAULT CHARACTER SET ascii COLLATE ascii_bin;

INSERT INTO shadow_locks (table_name, kind)
VALUES ('hired_employees', 'shadow'), ('hired_employees', 'in_place');
