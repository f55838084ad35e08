"""What loads a file: the service, and what people use without it."""

import json
import subprocess
import sys
from pathlib import Path

from .processes import Failed, Running

TABLE = "hired_employees"


class OverHttp:
    """The service, by curl."""

    is_service = True

    def __init__(self, service, files, zipped=False, table=TABLE):
        self.service = service
        self._table = table
        self._files = files
        self._zipped = zipped

    def prepare(self, file):
        """What is not measured: the compression of the file."""
        return self._files.zipped(file) if self._zipped else file

    def start(self, schema, files, replace):
        coding = ["-H", "Content-Encoding: gzip"] if self._zipped else []
        (file,) = files
        return curl(self.service, schema, file, not replace, coding, table=self._table)

    def check(self, answer, rows):
        committed(answer, rows)


class LoadData:
    """LOAD DATA LOCAL INFILE by the server's own client."""

    is_service = False

    def __init__(self, database, definition):
        self._database = database
        self._definition = definition

    def prepare(self, file):
        return file

    def start(self, schema, files, replace):
        (file,) = files
        # Not one transaction, as a TRUNCATE commits by itself.
        truncate = f"TRUNCATE `{self._definition.table}`; " if replace else ""
        sql = truncate + self._definition.load_data(file)
        program = self._database.program(self._database.SHELL)
        return Running(
            [*program, "--local-infile=1", "-e", sql, schema], self._database.environment
        )

    def check(self, answer, rows):
        """Checks nothing: the content of the table is compared later."""


class Import(LoadData):
    """mysqlimport with two threads; each loads one half of the file."""

    def start(self, schema, files, replace):
        program = self._database.program(self._database.IMPORT)
        return Running(
            [
                *program,
                "--local",
                "--use-threads=2",
                "--default-character-set=utf8mb4",
                "--fields-terminated-by=,",
                '--fields-optionally-enclosed-by="',
                "--fields-escaped-by=",
                "--lines-terminated-by=\n",
                schema,
                *map(str, files),
            ],
            self._database.environment,
        )


class DataFrame(LoadData):
    """A script of pandas, reading included."""

    def __init__(self, database, definition, python, name):
        super().__init__(database, definition)
        self._python = python
        self._name = name

    def start(self, schema, files, replace):
        (file,) = files
        database = self._database
        script = Path(__file__).parent.parent / "dataframe_load.py"
        return Running(
            [
                str(self._python),
                str(script),
                self._name,
                database.host,
                str(database.port),
                database.user,
                schema,
                str(file),
            ],
            database.environment,
        )


def curl(service, schema, file, append, options=(), stdin=None, table=TABLE):
    """An upload under way; it ends with the answer and its status. A file "-" is a pipe."""
    return Running(
        [
            "curl",
            "--silent",
            "--show-error",
            "--write-out",
            "\n%{http_code} %{time_total}",
            "--upload-file",
            str(file),
            *options,
            service.load_url(schema, table, append),
        ],
        stdin=stdin,
    )


def committed(output, rows):
    """Checks what curl said of an upload: the answer, and the seconds that it took."""
    body, _, written = output.rpartition("\n")
    status, seconds = written.split()
    if status != "200":
        raise Failed(f"status {status}: {body[:500]}")
    answer = json.loads(body)
    if answer["rows"]["inserted"] != rows:
        raise Failed(f"{rows} rows sent: {body[:500]}")
    return answer, float(seconds)


def python_environment(directory):
    """The Python of a virtual environment with what the scripts need, made when it is missing."""
    python = directory / "bin" / "python"
    wanted = (Path(__file__).parent.parent / "requirements.txt").read_text()
    installed = directory / "requirements.txt"
    if not installed.exists() or installed.read_text() != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", directory], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "-r", "/dev/stdin"],
            input=wanted,
            text=True,
            check=True,
        )
        installed.write_text(wanted)
    return python
