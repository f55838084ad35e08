"""The database servers that are loaded into."""

import os
import shutil
import subprocess
import time
from urllib.parse import unquote, urlsplit

from .processes import Failed, cpu_seconds, listener

_SETTINGS = (
    "version",
    "innodb_flush_log_at_trx_commit",
    "sync_binlog",
    "log_bin",
    "innodb_doublewrite",
    "innodb_buffer_pool_size",
    "innodb_redo_log_capacity",
    "innodb_log_file_size",
)

# Changed pages and old row versions that one step leaves behind are the server's work for the step
# that made them; without waiting for it, the next step would be slowed by it.
_SETTLED_PAGES = 200
_SETTLED_VERSIONS = 1000
_SETTLE_LIMIT = 60
_EMPTY_LIMIT = 60


class Database:
    """A MySQL or MariaDB server on this machine, given by its URL: mysql://user:password@host:port."""

    # Client programs, the one to take first. MariaDB's cannot log in to MySQL as it is by default,
    # MySQL's not to MariaDB.
    SHELL = ("mysql", "mariadb")
    IMPORT = ("mysqlimport", "mariadb-import")

    def __init__(self, name, url, programs=None):
        parts = urlsplit(url)
        if parts.scheme != "mysql" or not parts.hostname or not parts.username:
            raise SystemExit(f"{name}: not mysql://user:password@host:port: {url}")
        self.name = name
        self.host = parts.hostname
        self.port = parts.port or 3306
        self.user = unquote(parts.username)
        self.password = unquote(parts.password or "")
        self._programs = programs
        self.pid = listener(self.port)

    def program(self, names):
        """The command for a client program, by the first of its names that is installed."""
        for name in names:
            found = shutil.which(name, path=self._programs)
            if found:
                return [
                    found,
                    "--no-defaults",
                    f"--host={self.host}",
                    f"--port={self.port}",
                    f"--user={self.user}",
                    "--protocol=tcp",
                ]
        raise SystemExit(f"{self.name}: none of {names} is installed; see --programs")

    @property
    def environment(self):
        """For client programs: the password, which command lines would show to everybody."""
        return {"MYSQL_PWD": self.password}

    def query(self, sql, schema=""):
        """Rows of texts."""
        command = self.program(self.SHELL) + ["--batch", "--skip-column-names", "--raw", "-e", sql]
        done = subprocess.run(
            command + ([schema] if schema else []),
            env={**os.environ, **self.environment},
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise Failed(f"{sql}: {done.stderr.strip()}")
        return [line.split("\t") for line in done.stdout.splitlines()]

    def describe(self):
        names = ",".join(f"'{name}'" for name in _SETTINGS)
        return dict(self.query(f"SHOW GLOBAL VARIABLES WHERE Variable_name IN ({names})"))

    def drop(self, schema):
        """With the records of loads beside it."""
        for name in (schema, schema + "_service"):
            self.query(f"DROP DATABASE IF EXISTS `{name}`")

    def empty(self, schema, table="hired_employees"):
        """Empties a table.

        After a load, MariaDB may refuse that for a moment (error 1205 within a second, with nobody
        else connected to the table).
        """
        deadline = time.monotonic() + _EMPTY_LIMIT
        while True:
            try:
                self.query(f"TRUNCATE `{table}`", schema)
                return
            except Failed as failure:
                if "ERROR 1205" not in str(failure) or time.monotonic() > deadline:
                    raise
            time.sleep(0.1)

    def settle(self):
        """Waits until the last step's pages are written and its old versions purged.

        Returns the CPU seconds that took the server.
        """
        before = cpu_seconds(self.pid)
        (usual,) = self.query("SELECT @@global.innodb_max_dirty_pages_pct")
        self.query("SET GLOBAL innodb_max_dirty_pages_pct = 0")
        try:
            deadline = time.monotonic() + _SETTLE_LIMIT
            while not self._is_settled() and time.monotonic() < deadline:
                time.sleep(0.1)
        finally:
            self.query(f"SET GLOBAL innodb_max_dirty_pages_pct = {usual[0]}")
        return round(cpu_seconds(self.pid) - before, 3)

    def _is_settled(self):
        pages = self.query("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")
        if int(pages[0][1]) > _SETTLED_PAGES:
            return False
        versions = self.query(
            "SELECT `COUNT` FROM information_schema.innodb_metrics"
            " WHERE name = 'trx_rseg_history_len'"
        )
        return not versions or int(versions[0][0]) <= _SETTLED_VERSIONS

    def close(self):
        """Does nothing: this program did not start the server."""


class EmbeddedMariaDb(Database):
    """The embedded MariaDB, kept running by an idle service."""

    SHELL = tuple(reversed(Database.SHELL))
    IMPORT = tuple(reversed(Database.IMPORT))

    def __init__(self, name, service, programs=None):
        self._keeper = service
        settings = {}
        for line in (service.data / "database" / "mariadb.settings").read_text().splitlines():
            key, _, value = line.partition("=")
            settings[key] = value
        url = f"mysql://hiring:{settings['password']}@127.0.0.1:{settings['port']}"
        super().__init__(name, url, programs)

    def close(self):
        self._keeper.stop()
