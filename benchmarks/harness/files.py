"""The files that are loaded, made by the product's own generator, and what they must become."""

import gzip
import json
import os
import shutil
import subprocess

from .processes import Failed
from .definition import Definition
from .service import java

class Files:
    """Files by number of rows, kept in a directory from run to run."""

    def __init__(self, checkout, directory):
        self._checkout = checkout
        self.hired = Definition(checkout, "hiring", "hired_employees", built_in=True)
        self.wide = Definition(checkout, "wide", "entries")
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def small(self, table):
        """Content of a table that hires reference."""
        return subprocess.run(
            java(self._checkout) + ["generate", "--table", table],
            check=True,
            capture_output=True,
        ).stdout

    def generator(self, rows):
        """The command that writes so many hires to its standard output."""
        # Complete rows only: how each tool writes what is missing is not what is compared.
        return java(self._checkout) + [
            "generate", "--table=hired_employees", f"--rows={rows}", "--incomplete-share=0",
        ]  # fmt: skip

    def hires(self, rows, first=1):
        """Hires with the ids first to first + rows - 1: a file of that name in its own directory,
        as mysqlimport takes the table from the name."""
        file = self._directory / f"{rows}-from-{first}" / "hired_employees.csv"
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            part = file.with_suffix(".part")
            with part.open("wb") as out:
                subprocess.run(self.generator(rows), check=True, stdout=out)
            if first != 1:
                _shift(part, first - 1)
            part.rename(file)
        return file

    def of(self, definition, rows, first=1):
        """A file of a table. Only hires can have other keys than those from 1."""
        if definition is self.hired:
            return self.hires(rows, first)
        file = self._directory / f"{rows}" / f"{definition.table}.csv"
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            part = file.with_suffix(".part")
            command = java(self._checkout) + [
                "generate", f"--table={definition.table}", f"--rows={rows}",
            ]  # fmt: skip
            with part.open("wb") as out:
                environment = {**os.environ, **definition.environment}
                subprocess.run(command, check=True, stdout=out, env=environment)
            part.rename(file)
        return file

    def zipped(self, file):
        zipped = file.with_suffix(".csv.gz")
        if not zipped.exists():
            part = file.with_suffix(".part")
            with file.open("rb") as plain, gzip.open(part, "wb", 6) as out:
                shutil.copyfileobj(plain, out, 1 << 20)
            part.rename(zipped)
        return zipped

    def expected(self, definition, file):
        """Rows of a file and the sum of their checksums."""
        known = file.with_suffix(".expected.json")
        if not known.exists():
            known.write_text(json.dumps(definition.expected(file)))
        return tuple(json.loads(known.read_text()))

    def parts(self, rows, number):
        """Files of different ids that have so many rows together."""
        share = rows // number
        return [self.hires(share, 1 + part * share) for part in range(number)]


def _shift(file, offset):
    shifted = file.with_suffix(".shifted")
    with file.open("rb") as lines, shifted.open("wb") as out:
        for line in lines:
            key, rest = line.split(b",", 1)
            out.write(b"%d,%b" % (int(key) + offset, rest))
    shifted.rename(file)


def verify(database, schema, definition, expected):
    """Fails unless the table has the rows that the files had."""
    rows, total = map(int, database.query(definition.checksum(), schema)[0])
    if (rows, total) != tuple(expected):
        raise Failed(f"{schema} has {rows} rows of sum {total}, not {expected}")


def verify_count(database, schema, rows):
    """The same for hires that are too many to look at each row: ids 1 to rows, each once."""
    found = database.query("SELECT COUNT(*), MIN(id), MAX(id) FROM hired_employees", schema)
    if list(map(int, found[0])) != [rows, 1, rows]:
        raise Failed(f"{schema} has {found[0]}, not {rows} rows")
