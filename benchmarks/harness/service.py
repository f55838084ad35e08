"""The service under measurement, as a user runs it."""

import http.client
import json
import os
import shutil
import subprocess
import time
from urllib.parse import urlsplit

from .processes import Failed

_READY = "hiring is ready at "
_STOP_LIMIT = 60


class Service:
    """A service with its own data directory and log, on a free port."""

    def __init__(
        self, checkout, data, database=None, schemas=("hiring",), java_options="", variables=None
    ):
        self.data = data
        self.log = data.with_suffix(".log")
        self.schemas = schemas
        shutil.rmtree(data, ignore_errors=True)
        data.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [checkout / "hiring", "serve"],
                env={
                    **os.environ,
                    **environment(data, database, schemas),
                    **(variables or {}),
                    "HIRING_JAVA_OPTS": java_options,
                },
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self.url = _address(self._process.stdout)
        if self.url is None:
            raise Failed(f"the service did not start, see {self.log}")
        self.pid = self._process.pid

    def load_url(self, schema, table, append):
        value = "true" if append else "false"
        return f"{self.url}/db_migration?schema={schema}&table={table}&append={value}"

    def send(self, path_and_query, method="GET", body=None, headers=None):
        """Status and body of one small request."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=600)
        try:
            connection.request(method, path_and_query, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def load(self, schema, table, append, body):
        """Loads a small body and checks that it was committed."""
        url = self.load_url(schema, table, append)[len(self.url) :]
        status, answer = self.send(url, "POST", body, {"Content-Type": "text/csv"})
        if status != 200:
            raise Failed(f"load of {table}: {status} {answer[:500]!r}")

    def answered(self):
        """The log's lines about answered requests so far."""
        lines = []
        for line in self.log.read_text().splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # the output of the JVM is not JSON
            if entry.get("message") == "request answered":
                lines.append(entry)
        return lines

    def stop(self):
        self._process.terminate()
        try:
            self._process.wait(_STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


def _address(output):
    """The address of a service that has become ready, or None if it has ended."""
    # The JVM may print something about its options first.
    for line in output:
        if line.startswith(_READY):
            return line[len(_READY) :].split()[0]
    return None


def program(name):
    """A program of the JDK that ./hiring uses."""
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", name) if home else name


def java(checkout):
    """The command that runs the program of a built checkout, without checking that it is up to date."""
    service = next(checkout.glob("**/target/hiring-service.jar"))
    local = next(checkout.glob("**/target/hiring-local.jar"), None)
    main = "com.globant.hiring.local.Main"
    if local is None:  # an older build, to compare with
        local = next(checkout.glob("**/target/hiring-embedded.jar"))
        main = "com.globant.hiring.bootstrap.Main"
    return [program("java"), "-cp", f"{service}:{local}", main]


def environment(data, database, schemas, port=0):
    """Settings: an external database, or the embedded one; always the embedded store."""
    settings = {
        "HIRING_HTTP_PORT": str(port),
        "HIRING_DATA_DIR": str(data),
        "HIRING_DATABASE_SCHEMAS": ",".join(schemas),
        "HIRING_DATABASE_SERVICE_SCHEMA": schemas[0] + "_service",
        "HIRING_LOG_FORMAT": "json",
    }
    if database:
        settings |= {
            "HIRING_DATABASE_HOST": database.host,
            "HIRING_DATABASE_PORT": str(database.port),
            "HIRING_DATABASE_USER": database.user,
            "HIRING_DATABASE_PASSWORD": database.password,
        }
    return settings


def seconds_to_start(checkout, data, database, schemas, extra):
    """From the start of ./hiring serve, its shell included, to the line that says it is ready."""
    shutil.rmtree(data, ignore_errors=True)
    began = time.monotonic()
    process = subprocess.Popen(
        [checkout / "hiring", "serve"],
        env={**os.environ, **environment(data, database, schemas), **extra},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    url = _address(process.stdout)
    seconds = time.monotonic() - began
    process.terminate()
    process.wait(_STOP_LIMIT)
    process.stdout.close()
    if url is None:
        raise Failed("./hiring serve did not start")
    return seconds
