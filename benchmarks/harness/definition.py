"""Tables as their definitions describe them: what is loaded, and how it is compared."""

import csv
import json
import zlib

_BENCHMARKS = "benchmarks/schemas"
_BUILT_IN = "config_files/schemas"

# As the files are: quotes where needed and doubled inside.
_LOAD_DATA = (
    "LOAD DATA LOCAL INFILE '{file}' INTO TABLE `{table}` CHARACTER SET utf8mb4"
    " FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"' ESCAPED BY ''"
    " LINES TERMINATED BY '\\n' ({columns}){set}"
)


class Definition:
    """A table of a package, which is in a folder of its name."""

    def __init__(self, checkout, package, table, built_in=False):
        self.table = table
        self._directory = checkout / (_BUILT_IN if built_in else _BENCHMARKS)
        self._built_in = built_in
        file = self._directory / package / "datapackage.json"
        self._resources = {
            resource["name"]: resource for resource in json.loads(file.read_text())["resources"]
        }
        schema = self._resources[table]["schema"]
        self._fields = schema["fields"]
        key = schema["primaryKey"]
        self.key = [key] if isinstance(key, str) else key

    @property
    def environment(self):
        """For the service and the generator."""
        return {} if self._built_in else {"HIRING_SCHEMAS_DIRECTORY": str(self._directory)}

    def referenced(self):
        """The tables that this one references."""
        keys = self._resources[self.table]["schema"].get("foreignKeys", [])
        return [key["reference"]["resource"] for key in keys]

    def load_data(self, file):
        """LOAD DATA of a file. The Z at the end of moments, which MySQL does not know, is cut off,
        or each row would come with a warning."""
        columns, assignments = [], []
        for number, field in enumerate(self._fields):
            if _is_moment(field):
                columns.append(f"@moment{number}")
                assignments.append(f"`{field['name']}` = LEFT(@moment{number}, 19)")
            else:
                columns.append(f"`{field['name']}`")
        return _LOAD_DATA.format(
            file=file,
            table=self.table,
            columns=", ".join(columns),
            set=" SET " + ", ".join(assignments) if assignments else "",
        )

    def checksum(self):
        """The query for the number of rows and the sum of their checksums, as lines of the file."""
        values = ", ".join(
            f"DATE_FORMAT(`{field['name']}`, '%Y-%m-%dT%H:%i:%s')"
            if _is_moment(field)
            else f"`{field['name']}`"
            for field in self._fields
        )
        return (
            f"SELECT COUNT(*), COALESCE(SUM(CRC32(CONCAT_WS('|', {values}))), 0)"
            f" FROM `{self.table}`"
        )

    def expected(self, file):
        """The same of a file. Every field has a value, written as the database shows it."""
        moments = [number for number, field in enumerate(self._fields) if _is_moment(field)]
        rows = total = 0
        with file.open(encoding="utf-8", newline="") as lines:
            for cells in csv.reader(lines):
                for number in moments:
                    cells[number] = cells[number][:19]
                rows += 1
                total += zlib.crc32("|".join(cells).encode())
        return rows, total


def _is_moment(field):
    return field["type"] == "datetime" and "format" not in field
