"""The files that are loaded, made by the product's own generator, and what they must become."""

import gzip
import json
import os
import shutil
import subprocess
from itertools import islice

from .processes import Failed
from .definition import Definition
from .service import java

# The first one is built in, the others are of the package for benchmarks.
TABLES = ("hired_employees", "entries", "items")


class Files:
    """Files by number of rows, kept in a directory from run to run."""

    def __init__(self, checkout, directory):
        self._checkout = checkout
        self.hired = Definition(checkout, "hiring", "hired_employees", built_in=True)
        wide = [Definition(checkout, "wide", table) for table in TABLES[1:]]
        self.tables = dict(zip(TABLES, [self.hired, *wide]))
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)

    def small(self, table):
        """Content of a table that hires reference."""
        return subprocess.run(
            java(self._checkout) + ["generate", "--table", table],
            check=True,
            capture_output=True,
        ).stdout

    def generator(self, definition, rows):
        """The command that writes so many rows to its standard output."""
        # Complete rows only: how each tool writes what is missing is not what is compared.
        return java(self._checkout) + [
            "generate", f"--table={definition.table}", f"--rows={rows}", "--incomplete-share=0",
        ]  # fmt: skip

    def of(self, definition, rows):
        """A file of a table, which has the name of the table."""
        return self.parts(definition, rows, 1)[0]

    def parts(self, definition, rows, number):
        """Files of different keys that have so many rows together: each has the name of the table
        in a directory of its own, as mysqlimport takes the table from the name."""
        files = [
            self._directory / f"{rows}-{part + 1}-of-{number}" / f"{definition.table}.csv"
            for part in range(number)
        ]
        if not all(file.exists() for file in files):
            generator = subprocess.Popen(
                self.generator(definition, rows),
                stdout=subprocess.PIPE,
                env={**os.environ, **definition.environment},
            )
            with generator.stdout as lines:
                for file in files:
                    file.parent.mkdir(exist_ok=True)
                    part = file.with_suffix(".part")
                    with part.open("wb") as out:
                        out.writelines(islice(lines, rows // number))
                    part.rename(file)
            if generator.wait() != 0:
                raise Failed(f"no rows of {definition.table} could be made")
        return files

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


def verify(database, schema, definition, expected):
    """Fails unless the table has the rows that the files had."""
    rows, total = map(int, database.query(definition.checksum(), schema)[0])
    if (rows, total) != tuple(expected):
        raise Failed(f"{schema} has {rows} rows of sum {total}, not {expected}")


def verify_count(database, schema, definition, rows):
    """The same for rows that are too many to look at each; their keys are different."""
    found = database.query(f"SELECT COUNT(*) FROM `{definition.table}`", schema)
    if int(found[0][0]) != rows:
        raise Failed(f"{schema} has {found[0][0]} rows, not {rows}")
